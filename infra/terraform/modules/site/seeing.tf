module "observability" {
  source = "../observability"

  name         = local.name
  region       = var.account.region
  mail         = var.mail.alarms
  key_arn      = module.key.arn
  cluster_name = module.cluster.cluster.name
  services     = local.programs
  workers      = { for name in keys(local.topology.queues) : name => "traclearn-${name}" }
  askers       = { for need in ["graph", "cache"] : need => [for name, one in local.roster : name if contains(one.needs, need)] }
  api_stage    = "live"
  database = {
    id              = local.name
    replica         = var.database.replica ? "${local.name}-replica" : ""
    max_connections = var.database.max_connections
    storage_bytes   = var.database.storage * 1073741824
  }
  # As ElastiCache calls the nodes of a group in cluster mode.
  cache_nodes = flatten([
    for shard in range(1, var.cache.shards + 1) : [
      for node in range(1, var.cache.replicas + 2) : format("%s-%04d-%03d", local.name, shard, node)
    ]
  ])
}
