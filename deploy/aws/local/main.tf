# The same tables and queues at local endpoints: no account, no API Gateway, no IAM.

terraform {
  required_version = ">= 1.9"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}

variable "sqs_endpoint" {
  description = "Where a stand-in for SQS listens. ElasticMQ alone will not do: see the README."
  type        = string
}

variable "dynamodb_endpoint" {
  description = "Where DynamoDB Local listens. Example: http://127.0.0.1:8000."
  type        = string
}

variable "region" {
  description = "DynamoDB Local keeps the tables of each region and access key apart: use those of Hermes."
  type        = string
  default     = "eu-west-1"
}

variable "access_key" {
  description = "As the region: that of Hermes."
  type        = string
  default     = "local"
}

variable "name_suffix" {
  description = "The dev stack makes the tables and queues without one by itself."
  type        = string
  default     = "-terraform"
}

variable "fifo" {
  description = "FIFO queues, as in the module."
  type        = bool
  default     = false
}

provider "aws" {
  region     = var.region
  access_key = var.access_key
  secret_key = "local"

  # There is no account to ask about.
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true

  endpoints {
    sqs      = var.sqs_endpoint
    dynamodb = var.dynamodb_endpoint
  }
}

module "storage" {
  source = "../storage"

  name_suffix = var.name_suffix
  fifo        = var.fifo

  # What the stand-ins do not have.
  tokens_recovery      = false
  deletion_protection  = false
  dead_letters_guarded = false
}

output "storage" {
  value = module.storage
}
