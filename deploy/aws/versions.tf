terraform {
  # 1.9: a variable's validation may look at other variables.
  required_version = ">= 1.9"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}

# Region and credentials come from the environment, as they do for Hermes.
provider "aws" {
  default_tags {
    tags = var.tags
  }
}

data "aws_region" "current" {}
