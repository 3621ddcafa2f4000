# Once an account. One environment stands in an account and region: queues, rules, bus, archive and API have one name
# whatever the environment, as contracts/topology.yaml says.
locals {
  account = { partition = "aws", region = var.region, id = var.account_id }
}

module "key" {
  source  = "../../modules/key"
  name    = "traclearn-account"
  account = local.account
}

module "account" {
  source = "../../modules/account"

  account        = local.account
  environment    = var.environment
  key_arn        = module.key.arn
  repository     = var.repository
  monthly_budget = var.monthly_budget
  mail           = var.mail
}

output "state_bucket" {
  description = "For `-backend-config=bucket=…` of every root."
  value       = module.account.state_bucket
}

output "deploy_role_arn" {
  description = "What the workflow on GitHub becomes."
  value       = module.account.deploy_role_arn
}
