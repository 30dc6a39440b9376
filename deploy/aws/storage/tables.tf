# On demand: connects come in storms, and an idle stage costs nothing. Encrypted with a key of AWS, unless
# kms_key_arn names another.

resource "aws_dynamodb_table" "connections" {
  name         = "${var.connections_table}${var.name_suffix}"
  billing_mode = "PAY_PER_REQUEST"

  deletion_protection_enabled = var.deletion_protection

  dynamic "server_side_encryption" {
    for_each = var.kms_key_arn[*]

    content {
      enabled     = true
      kms_key_arn = server_side_encryption.value
    }
  }

  hash_key = "connection_id"

  attribute {
    name = "connection_id"
    type = "S"
  }

  attribute {
    name = "room_id"
    type = "S"
  }

  # No more than a look-up needs: what is projected is paid for at every change of a row.
  global_secondary_index {
    name               = var.connections_index
    hash_key           = "room_id"
    range_key          = "connection_id"
    projection_type    = "INCLUDE"
    non_key_attributes = ["user_id", "endpoint"]
  }

  # Takes away, late, what no node has taken away. No recovery: a restored row names a socket that is long closed.
  ttl {
    attribute_name = "expires_at"
    enabled        = true
  }
}

resource "aws_dynamodb_table" "tokens" {
  name         = "${var.tokens_table}${var.name_suffix}"
  billing_mode = "PAY_PER_REQUEST"

  deletion_protection_enabled = var.deletion_protection

  dynamic "server_side_encryption" {
    for_each = var.kms_key_arn[*]

    content {
      enabled     = true
      kms_key_arn = server_side_encryption.value
    }
  }

  hash_key  = "user_id"
  range_key = "room_id"

  attribute {
    name = "user_id"
    type = "S"
  }

  attribute {
    name = "room_id"
    type = "S"
  }

  point_in_time_recovery {
    enabled = var.tokens_recovery
  }
}

# Which nodes run, which of them hold connections of which room, and the history of rooms. Hermes keeps it for itself.
resource "aws_dynamodb_table" "rooms" {
  name         = "${var.rooms_table}${var.name_suffix}"
  billing_mode = "PAY_PER_REQUEST"

  deletion_protection_enabled = var.deletion_protection

  dynamic "server_side_encryption" {
    for_each = var.kms_key_arn[*]

    content {
      enabled     = true
      kms_key_arn = server_side_encryption.value
    }
  }

  hash_key  = "part"
  range_key = "item"

  attribute {
    name = "part"
    type = "S"
  }

  attribute {
    name = "item"
    type = "S"
  }

  ttl {
    attribute_name = "expires_at"
    enabled        = true
  }
}
