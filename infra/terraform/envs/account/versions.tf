# What an account has once, beside the one environment that stands in it. Its state lies in the bucket that it makes: the first
# apply keeps it in a file (see README.md), and `terraform init -migrate-state` carries it over.
terraform {
  required_version = ">= 1.11"
  required_providers {
    aws = { source = "hashicorp/aws", version = "~> 5.100" }
  }
  backend "s3" {
    key          = "account.tfstate"
    use_lockfile = true
    encrypt      = true
  }
}

provider "aws" {
  region              = var.region
  allowed_account_ids = [var.account_id]
  default_tags {
    tags = { project = "traclearn", environment = "account" }
  }
}
