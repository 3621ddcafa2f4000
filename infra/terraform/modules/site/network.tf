module "key" {
  source = "../key"

  name    = local.name
  account = var.account
}

module "logs" {
  source = "../logs"

  name      = local.name
  account   = var.account
  protected = var.protected
}

module "network" {
  source = "../network"

  name                = local.name
  region              = var.account.region
  zones               = var.zones
  nat_gateways        = var.network.nat_gateways
  interface_endpoints = var.network.endpoints
  endpoint_group_id   = try(module.security.ids["endpoints"], null)
  log_key_arn         = module.key.arn
}

# Everybody speaks to AWS by TLS, the database by its port, and nobody to anybody else.
locals {
  programs = concat(keys(local.roster), ["trac", "sync"])
  asked    = { for reader in keys(local.paths) : reader => reader == "trac" ? 8080 : 8000 }
  needs    = { for name, service in local.roster : name => service.needs }
  flows = concat(
    [{ from = "link", to = "balancer", port = 443 }],
    [for name, port in local.asked : { from = "balancer", to = name, port = port }],
    [for name in local.programs : { from = name, to = "database", port = 5432 }],
    [for name, needs in local.needs : { from = name, to = "cache", port = 6379 } if contains(needs, "cache")],
    [for name in ["trac", "sync"] : { from = name, to = "files", port = 2049 }],
    [for name in local.programs : { from = name, to = "endpoints", port = 443 }],
    flatten([for name in ["rotation", "migration"] : [{ from = name, to = "database", port = 5432 }, { from = name, to = "endpoints", port = 443 }]]),
  )
  leaving = merge(
    { for name, needs in local.needs : name => contains(needs, "graph") ? [443, 7687] : [443] },
    { trac = [443, 587], sync = [443, 587], rotation = [443], migration = [443] },
  )
}

module "security" {
  source = "../security"

  name    = local.name
  vpc_id  = module.network.vpc_id
  flows   = local.flows
  leaving = local.leaving
}
