# What carries events, for LocalStack: the same modules as on AWS, with the local rendering of the API. Applied by
# `make infra-check` with AWS_ENDPOINT_URL set, twice, to see that nothing is left to change.
terraform {
  required_version = ">= 1.11"
  required_providers {
    aws = { source = "hashicorp/aws", version = "~> 5.100" }
  }
}

provider "aws" {
  region                      = "us-east-1"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

variable "document" {
  description = "Path of the local rendering."
  type        = string
}

locals {
  account  = { partition = "aws", region = "us-east-1", id = "000000000000" }
  topology = yamldecode(file("${path.module}/../../../../contracts/topology.yaml"))
}

module "eventing" {
  source   = "../../modules/eventing"
  topology = local.topology
}

module "worker" {
  source   = "../../modules/worker"
  for_each = local.topology.queues

  name     = each.key
  topology = local.topology
  bus_name = module.eventing.bus_name
  bucket   = local.topology.bucket
  account  = local.account
}

module "api" {
  source = "../../modules/api"

  document = var.document
  name     = "traclearn-emulator"
  account  = local.account
  stage    = "local"
  bus      = { name = module.eventing.bus_name, arn = module.eventing.bus_arn }
  events   = { source = "traclearn.trac", detail_types = ["AnswerSubmitted.v1"] }
  tracing  = false
}

output "rest_api_id" {
  description = "For the address of a POST."
  value       = module.api.rest_api_id
}
