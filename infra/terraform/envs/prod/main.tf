# What people rely on: two of each in different zones, nothing that a destroy takes without being asked twice. In an
# account without dev: names of queues, bus and API are the same in both.
module "site" {
  source    = "../../modules/site"
  providers = { aws = aws, aws.us_east_1 = aws.us_east_1 }

  environment     = "prod"
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
  protected       = true

  network = {
    nat_gateways = 3
    endpoints    = ["sqs", "events", "secretsmanager", "logs", "ecr.api", "ecr.dkr"]
  }

  database = {
    class        = "db.r6g.large"
    storage      = 100
    max_storage  = 1000
    multi_az     = true
    replica      = true
    backup_days  = 30
    insight_days = 7 # what is free; a longer memory is paid by the processor
    # LEAST(DBInstanceClassMemory / 9531392, 5000) of 16 GiB
    max_connections = 1700
  }
  cache = { node_type = "cache.r6g.large", shards = 2, replicas = 1, snapshot_days = 7 }

  programs = {
    trac           = { cpu = 1024, memory = 2048, min = 2, max = 10 }
    sync           = { cpu = 256, memory = 512, min = 2, max = 2 }
    progress       = { cpu = 512, memory = 1024, min = 2, max = 8, per_task = 200 }
    grader         = { cpu = 1024, memory = 2048, min = 2, max = 12, per_task = 100 }
    indexer        = { cpu = 2048, memory = 4096, min = 2, max = 4, per_task = 20 }
    path-generator = { cpu = 1024, memory = 2048, min = 2, max = 6, per_task = 50 }
  }
}
