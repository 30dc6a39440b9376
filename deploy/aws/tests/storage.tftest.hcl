# terraform test: the tables and queues themselves.

mock_provider "aws" {}

run "protected_with_keys_of_aws" {
  command = plan

  module {
    source = "./storage"
  }

  assert {
    condition     = aws_dynamodb_table.tokens.deletion_protection_enabled && aws_dynamodb_table.connections.deletion_protection_enabled && aws_dynamodb_table.rooms.deletion_protection_enabled
    error_message = "No table is deleted by mistake."
  }

  assert {
    condition     = aws_dynamodb_table.tokens.point_in_time_recovery[0].enabled
    error_message = "Tokens can be recovered."
  }

  assert {
    condition     = aws_sqs_queue.notifications.kms_master_key_id == null
    error_message = "Keys of AWS, unless another is named."
  }
}

run "own_key" {
  command = plan

  module {
    source = "./storage"
  }

  variables {
    fifo        = true
    kms_key_arn = "arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555"
  }

  assert {
    condition     = alltrue([for table in [aws_dynamodb_table.tokens, aws_dynamodb_table.connections, aws_dynamodb_table.rooms] : one(table.server_side_encryption[*].kms_key_arn) == var.kms_key_arn])
    error_message = "Every table has the key."
  }

  assert {
    condition     = alltrue([for queue in [aws_sqs_queue.notifications, aws_sqs_queue.dead_letters] : queue.kms_master_key_id == var.kms_key_arn && queue.fifo_queue])
    error_message = "Every queue has the key."
  }
}
