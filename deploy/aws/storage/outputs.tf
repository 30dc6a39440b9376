output "connections_table" {
  value = aws_dynamodb_table.connections.name
}

output "connections_table_arn" {
  value = aws_dynamodb_table.connections.arn
}

output "connections_index" {
  value = var.connections_index
}

output "connections_index_arn" {
  value = "${aws_dynamodb_table.connections.arn}/index/${var.connections_index}"
}

output "tokens_table" {
  value = aws_dynamodb_table.tokens.name
}

output "tokens_table_arn" {
  value = aws_dynamodb_table.tokens.arn
}

output "rooms_table" {
  value = aws_dynamodb_table.rooms.name
}

output "rooms_table_arn" {
  value = aws_dynamodb_table.rooms.arn
}

output "queue" {
  value = aws_sqs_queue.notifications.name
}

output "queue_arn" {
  value = aws_sqs_queue.notifications.arn
}

output "queue_url" {
  value = aws_sqs_queue.notifications.url
}

output "dead_letter_queue" {
  value = aws_sqs_queue.dead_letters.name
}

output "dead_letter_queue_arn" {
  value = aws_sqs_queue.dead_letters.arn
}

output "dead_letter_queue_url" {
  value = aws_sqs_queue.dead_letters.url
}
