# Who may do what. No Scan, and no table, queue or API but those of this stage.

data "aws_iam_policy_document" "service" {
  statement {
    sid       = "ReceiveNotifications"
    actions   = ["sqs:GetQueueUrl", "sqs:ReceiveMessage", "sqs:ChangeMessageVisibility", "sqs:DeleteMessage"]
    resources = [module.storage.queue_arn]
  }

  # POST @rooms puts notifications on the queue.
  statement {
    sid       = "SendToRooms"
    actions   = ["sqs:SendMessage"]
    resources = [module.storage.queue_arn]
  }

  statement {
    sid       = "ParkUnreadableNotifications"
    actions   = ["sqs:GetQueueUrl", "sqs:SendMessage"]
    resources = [module.storage.dead_letter_queue_arn]
  }

  # GetItem tells who sent a frame through API Gateway, and with BatchGetItem what attributes its connections have; UpdateItem
  # puts off the expiry of rows; BatchWriteItem serves many clients that come or go at the same time.
  statement {
    sid       = "RememberConnections"
    actions   = ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:BatchWriteItem"]
    resources = [module.storage.connections_table_arn]
  }

  # PartiQLSelect reads several rooms in one request; without it, each costs a request of its own.
  statement {
    sid       = "LookUpRooms"
    actions   = ["dynamodb:Query", "dynamodb:PartiQLSelect"]
    resources = [module.storage.connections_index_arn]
  }

  statement {
    sid       = "CheckTokens"
    actions   = ["dynamodb:GetItem", "dynamodb:BatchGetItem"]
    resources = [module.storage.tokens_table_arn]
  }

  statement {
    sid       = "RevokeTokens"
    actions   = ["dynamodb:Query", "dynamodb:DeleteItem"]
    resources = [module.storage.tokens_table_arn]
  }

  statement {
    sid       = "KeepRooms"
    actions   = ["dynamodb:Query", "dynamodb:PartiQLSelect", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:BatchWriteItem"]
    resources = [module.storage.rooms_table_arn]
  }

  # The last * is the connection id.
  dynamic "statement" {
    for_each = aws_apigatewayv2_stage.gateway

    content {
      sid       = "PushToClients"
      actions   = ["execute-api:ManageConnections"]
      resources = ["${statement.value.execution_arn}/POST/@connections/*", "${statement.value.execution_arn}/DELETE/@connections/*"]
    }
  }

  dynamic "statement" {
    for_each = var.kms_key_arn[*]

    content {
      sid       = "UseKey"
      actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
      resources = [statement.value]
    }
  }
}

data "aws_iam_policy_document" "producer" {
  statement {
    sid       = "SendNotifications"
    actions   = ["sqs:GetQueueUrl", "sqs:SendMessage"]
    resources = [module.storage.queue_arn]
  }

  dynamic "statement" {
    for_each = var.kms_key_arn[*]

    content {
      sid       = "UseKey"
      actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
      resources = [statement.value]
    }
  }
}

data "aws_iam_policy_document" "minter" {
  statement {
    sid       = "AllowUsers"
    actions   = ["dynamodb:PutItem"]
    resources = [module.storage.tokens_table_arn]
  }

  dynamic "statement" {
    for_each = var.kms_key_arn[*]

    content {
      sid       = "UseKey"
      actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
      resources = [statement.value]
    }
  }
}

resource "aws_iam_policy" "service" {
  name        = "hermes-service${var.name_suffix}"
  description = "Hermes itself"
  policy      = data.aws_iam_policy_document.service.json
}

resource "aws_iam_policy" "producer" {
  name        = "hermes-producer${var.name_suffix}"
  description = "Back ends that send notifications through Hermes"
  policy      = data.aws_iam_policy_document.producer.json
}

resource "aws_iam_policy" "minter" {
  name        = "hermes-minter${var.name_suffix}"
  description = "Back ends that let users into rooms of Hermes"
  policy      = data.aws_iam_policy_document.minter.json
}
