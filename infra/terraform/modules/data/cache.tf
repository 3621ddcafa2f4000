# Redis: what can be had again elsewhere. It may vanish without harm; its snapshots only warm a new one.
resource "aws_elasticache_subnet_group" "main" {
  name       = var.name
  subnet_ids = var.subnet_ids
}

resource "aws_elasticache_parameter_group" "main" {
  name   = "${var.name}-redis7"
  family = "redis7"
  parameter {
    name  = "cluster-enabled"
    value = "yes"
  }
  parameter {
    name  = "maxmemory-policy" # a full cache forgets what was not asked for, and refuses nothing
    value = "allkeys-lru"
  }
}

resource "aws_elasticache_replication_group" "main" {
  replication_group_id       = var.name
  description                = "Searches and states of progress"
  engine                     = "redis"
  engine_version             = "7.0"
  node_type                  = var.cache.node_type
  num_node_groups            = var.cache.shards
  replicas_per_node_group    = var.cache.replicas
  automatic_failover_enabled = true # cluster mode wants it
  multi_az_enabled           = var.cache.replicas > 0
  port                       = 6379
  parameter_group_name       = aws_elasticache_parameter_group.main.name
  subnet_group_name          = aws_elasticache_subnet_group.main.name
  security_group_ids         = [var.group_ids["cache"]]
  at_rest_encryption_enabled = true
  kms_key_id                 = var.key_arn
  transit_encryption_enabled = true
  auth_token                 = var.cache_token
  auth_token_update_strategy = "ROTATE" # the old one is good until the tasks have the new one
  snapshot_retention_limit   = var.cache.snapshot_days
  snapshot_window            = "02:00-03:00" # UTC
  maintenance_window         = "sun:03:30-sun:04:30"
  auto_minor_version_upgrade = true
}
