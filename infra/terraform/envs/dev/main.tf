# The smallest that is whole: one zone's worth of everything, nothing that a destroy refuses. In an account without
# prod: names of queues, bus and API are the same in both.
module "site" {
  source    = "../../modules/site"
  providers = { aws = aws, aws.us_east_1 = aws.us_east_1 }

  environment     = "dev"
  account         = { partition = "aws", region = var.region, id = var.account_id }
  repository      = "${path.root}/../../../.."
  zones           = var.zones
  domain          = var.domain
  mail            = var.mail
  tags            = var.tags
  language_models = var.language_models
  self_sign_up    = var.self_sign_up
  cache_token     = var.cache_token
  origin_secret   = var.origin_secret
  protected       = false

  network = { nat_gateways = 1, endpoints = [] } # one endpoint in three zones costs as much as the NAT gateway

  database = {
    class        = "db.t4g.medium"
    storage      = 20
    max_storage  = 100
    multi_az     = false
    replica      = false
    backup_days  = 7
    insight_days = 7
    # LEAST(DBInstanceClassMemory / 9531392, 5000) of 4 GiB
    max_connections = 400
  }
  cache = { node_type = "cache.t4g.small", shards = 1, replicas = 0, snapshot_days = 1 }

  # No more tasks than the smallest database has connections for: a new version stands beside the old one.
  programs = {
    trac           = { cpu = 512, memory = 1024, min = 1, max = 2 }
    sync           = { cpu = 256, memory = 512, min = 1, max = 1 }
    progress       = { cpu = 256, memory = 512, min = 1, max = 1, per_task = 200 }
    grader         = { cpu = 512, memory = 1024, min = 1, max = 2, per_task = 100 }
    indexer        = { cpu = 1024, memory = 3072, min = 1, max = 1, per_task = 20 }
    path-generator = { cpu = 512, memory = 1024, min = 1, max = 1, per_task = 50 }
  }
}
