# Encrypted with the key of SQS, unless kms_key_arn names another.

locals {
  queue_suffix = "${var.name_suffix}${var.fifo ? ".fifo" : ""}"
}

resource "aws_sqs_queue" "notifications" {
  name       = "${var.queue}${local.queue_suffix}"
  fifo_queue = var.fifo

  kms_master_key_id = var.kms_key_arn

  visibility_timeout_seconds = var.visibility_seconds
  receive_wait_time_seconds  = var.receive_wait_seconds

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead_letters.arn
    maxReceiveCount     = var.max_receive_count
  })
}

resource "aws_sqs_queue" "dead_letters" {
  name       = "${var.dead_letter_queue}${local.queue_suffix}"
  fifo_queue = var.fifo

  kms_master_key_id = var.kms_key_arn

  # 14 days, the most that SQS keeps. A standard queue counts them from when the message was first sent.
  message_retention_seconds = 1209600
}

# No other queue of the account may drop its failures here.
resource "aws_sqs_queue_redrive_allow_policy" "dead_letters" {
  count = var.dead_letters_guarded ? 1 : 0

  queue_url = aws_sqs_queue.dead_letters.id

  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [aws_sqs_queue.notifications.arn]
  })
}
