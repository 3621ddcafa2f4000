output "url" {
  description = "Address of the site."
  value       = local.url
}

output "deployment" {
  description = "What a deployment needs to know."
  value = {
    cluster      = module.cluster.cluster.name
    repositories = module.cluster.repositories
    rolling      = [for service in module.service : service.name]
    trac         = { for name, service in module.trac : name => service.family }
    subnet_ids   = module.network.private_subnet_ids
    group_ids    = module.security.ids
    distribution = module.edge.distribution.id
    rest_api_id  = module.api.rest_api_id
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
