variable "name_suffix" {
  description = "Ends the name of each table and queue, so that several stages can share an account. Example: -staging."
  type        = string
  default     = ""
}

variable "connections_table" {
  description = "Table of the connections."
  type        = string
  default     = "hermesConnections"
}

variable "connections_index" {
  description = "Index of the connections by room."
  type        = string
  default     = "room_id-index"
}

variable "tokens_table" {
  description = "Table of the token hashes: who may enter which room."
  type        = string
  default     = "hermesTokens"
}

variable "rooms_table" {
  description = "Table of the nodes, and of who holds connections of which room."
  type        = string
  default     = "hermesRooms"
}

variable "tokens_recovery" {
  description = "Point-in-time recovery of the tokens. DynamoDB Local has none."
  type        = bool
  default     = true
}

variable "queue" {
  description = "Queue of the notifications, without .fifo."
  type        = string
  default     = "hermes-messageQueue"
}

variable "dead_letter_queue" {
  description = "Queue of what could not be delivered, without .fifo."
  type        = string
  default     = "hermes-messageQueue-dlq"
}

variable "fifo" {
  description = "FIFO queues, which keep the order within a room (MessageGroupId). Their names end in .fifo."
  type        = bool
  default     = false
}

variable "visibility_seconds" {
  description = "A message that Hermes took and lost comes back after this time."
  type        = number
  default     = 30
}

variable "receive_wait_seconds" {
  description = "Long poll of a receiver that asks for no other. Hermes asks for its own (hermes.notifications.wait-seconds)."
  type        = number
  default     = 3
}

variable "max_receive_count" {
  description = "Receives before a message that is never acknowledged leaves for the dead-letter queue."
  type        = number
  default     = 10
}

variable "dead_letters_guarded" {
  description = "Lets only the queue of the notifications use the dead-letter queue. ElasticMQ knows no such policy."
  type        = bool
  default     = true
}

variable "deletion_protection" {
  description = "Tables refuse to be deleted until this is false."
  type        = bool
  default     = true
}

variable "kms_key_arn" {
  description = "Key of your own (KMS) for tables and queues. Null: the keys of AWS."
  type        = string
  default     = null
}
