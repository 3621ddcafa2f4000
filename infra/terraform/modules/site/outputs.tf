output "url" {
  description = "Address of the site."
  value       = local.url
}

output "deploy" {
  description = "What `infra/deploy` needs to know, in its own form (traclearn_deploy/site.py)."
  value = {
    environment = var.environment
    region      = var.account.region
    cluster     = module.cluster.cluster.name
    network     = { subnets = module.network.private_subnet_ids, security_groups = [module.security.ids["migration"]] }
    images = merge(
      { trac = { repository = module.cluster.repositories["trac"], dockerfile = "trac/Dockerfile", service = null } },
      { for name in keys(local.roster) : name => { repository = module.cluster.repositories[name], dockerfile = "services/Dockerfile", service = name } },
    )
    # `progress` makes the schema that all share.
    migrations = [
      for name in concat(["progress"], [for name in keys(local.roster) : name if name != "progress"]) :
      { family = module.migration[name].family, container = name, image = name }
    ]
    programs = concat(
      [for name, service in module.service : { service = name, family = service.family, container = name, image = name, port = 8000, blue_green = null }],
      [for name, service in module.trac : {
        service    = name, family = service.family, container = name, image = "trac", port = 8080
        blue_green = name != "trac" ? null : { application = service.family, group = service.family, container = "tls" }
      }],
    )
    api_id = module.api.rest_api_id
    stage  = "live"
    api_variables = {
      bus             = local.topology.bus
      partition       = var.account.partition
      region          = var.account.region
      user_pool_arn   = module.identity.pool.arn
      events_role_arn = module.api.events_role_arn
      vpc_link_id     = module.balancer.vpc_link_id
      backend         = local.inner.backend
    }
    distribution_id = module.edge.distribution.id
    database        = module.data.database.id
    url             = local.url
  }
}

output "repositories" {
  description = "Name of an image → where it is pushed to; of the cluster alone, so that it is there before the rest."
  value       = module.cluster.repositories
}

output "trac" {
  description = "What trac.ini is made of, beside the secrets."
  value = {
    issuer            = module.identity.pool.issuer
    hosted_url        = module.identity.hosted_url
    web_client_id     = module.identity.web_client_id
    machine_client_id = module.identity.machine_client_id
  }
}

output "database" {
  description = "Where it is, and where the administrator's password lies."
  value       = module.data.database
}

output "secrets" {
  description = "Secrets that a person fills on the first day, by name."
  value       = merge(module.secrets.given, { for name, arn in module.secrets.roles : "${name}-database" => arn })
}

output "sign_in" {
  description = "The pool, for making the first account."
  value       = { pool_id = module.identity.pool.id, hosted_url = module.identity.hosted_url }
}
