# A dashboard is a title and lines; a line is a title and metrics, `[namespace, metric, dimensions…, {stat}]`.
locals {
  queues = values(var.workers)
  dashboards = {
    gateway = {
      "4XX and 5XX" = [for metric in ["4XXError", "5XXError"] : ["AWS/ApiGateway", metric, "ApiName", "TracLearnAPI", "Stage", var.api_stage, { stat = "Sum" }]]
      "Latency, ms" = [for stat in ["p50", "p95", "p99"] : ["AWS/ApiGateway", "Latency", "ApiName", "TracLearnAPI", "Stage", var.api_stage, { stat = stat }]]
      "Requests"    = [["AWS/ApiGateway", "Count", "ApiName", "TracLearnAPI", "Stage", var.api_stage, { stat = "Sum" }]]
      "Cache"       = [for metric in ["CacheHitCount", "CacheMissCount"] : ["AWS/ApiGateway", metric, "ApiName", "TracLearnAPI", "Stage", var.api_stage, { stat = "Sum" }]]
    }
    containers = {
      "CPU, %"    = [for service in var.services : ["AWS/ECS", "CPUUtilization", "ClusterName", var.cluster_name, "ServiceName", service, { stat = "Average" }]]
      "Memory, %" = [for service in var.services : ["AWS/ECS", "MemoryUtilization", "ClusterName", var.cluster_name, "ServiceName", service, { stat = "Maximum" }]]
      "Tasks"     = [for service in var.services : ["ECS/ContainerInsights", "RunningTaskCount", "ClusterName", var.cluster_name, "ServiceName", service, { stat = "Average" }]]
      # By a search: CloudWatch's names of balancers and groups are not known before they are there.
      "Targets that the balancer finds ill" = [[{ expression = "SEARCH('{AWS/ApplicationELB,LoadBalancer,TargetGroup} MetricName=\"UnHealthyHostCount\"', 'Maximum', 60)", label = "" }]]
      "Pending"                             = [for service in var.services : ["ECS/ContainerInsights", "PendingTaskCount", "ClusterName", var.cluster_name, "ServiceName", service, { stat = "Maximum" }]]
    }
    database = {
      "CPU, %"           = [["AWS/RDS", "CPUUtilization", "DBInstanceIdentifier", var.database.id, { stat = "Average" }]]
      "Connections"      = [["AWS/RDS", "DatabaseConnections", "DBInstanceIdentifier", var.database.id, { stat = "Maximum" }]]
      "Free storage"     = [["AWS/RDS", "FreeStorageSpace", "DBInstanceIdentifier", var.database.id, { stat = "Minimum" }]]
      "Slow queries"     = [["TracLearn/Database", "slow_queries", { stat = "Sum" }]]
      "Replica's lag, s" = [for replica in compact([var.database.replica]) : ["AWS/RDS", "ReplicaLag", "DBInstanceIdentifier", replica, { stat = "Maximum" }]]
      "Latency, s"       = [for metric in ["ReadLatency", "WriteLatency"] : ["AWS/RDS", metric, "DBInstanceIdentifier", var.database.id, { stat = "Average" }]]
    }
    cache = {
      "Hits and misses" = flatten([for node in var.cache_nodes : [for metric in ["CacheHits", "CacheMisses"] : { line = ["AWS/ElastiCache", metric, "CacheClusterId", node, { stat = "Sum" }] }]])[*].line
      "Evictions"       = [for node in var.cache_nodes : ["AWS/ElastiCache", "Evictions", "CacheClusterId", node, { stat = "Sum" }]]
      "Memory, %"       = [for node in var.cache_nodes : ["AWS/ElastiCache", "DatabaseMemoryUsagePercentage", "CacheClusterId", node, { stat = "Maximum" }]]
    }
    answers = {
      "Received"              = [for worker in keys(var.workers) : ["TracLearn", "received", "service", worker, { stat = "Sum" }]]
      "Done"                  = [for worker in keys(var.workers) : ["TracLearn", "succeeded", "service", worker, { stat = "Sum" }]]
      "Tried again"           = [for worker in keys(var.workers) : ["TracLearn", "retried", "service", worker, { stat = "Sum" }]]
      "Given up"              = [for worker in keys(var.workers) : ["TracLearn", "dead_lettered", "service", worker, { stat = "Sum" }]]
      "Age when taken, ms"    = [for worker in keys(var.workers) : ["TracLearn", "queue_age_ms", "service", worker, { stat = "p95" }]]
      "Handling, ms"          = [for worker in keys(var.workers) : ["TracLearn", "handle_ms", "service", worker, { stat = "p95" }]]
      "Outbox lag, s"         = [for worker in keys(var.workers) : ["TracLearn", "outbox_lag_s", "service", worker, { stat = "Maximum" }]]
      "Waiting in the queues" = [for queue in local.queues : ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", queue, { stat = "Maximum" }]]
    }
    dependencies = {
      "Breakers open"                       = [for worker in keys(var.workers) : ["TracLearn", "breakers_open", "service", worker, { stat = "Maximum" }]]
      "Work that waits for a dependency"    = [for worker in keys(var.workers) : ["TracLearn", "handed_back", "service", worker, { stat = "Sum" }]]
      "Parked: the cause has not come, yet" = [for worker in keys(var.workers) : ["TracLearn", "parked", "service", worker, { stat = "Sum" }]]
      "Neo4j: time of a unit of work, ms"   = [for worker in var.askers.graph : ["TracLearn", "graph_ms", "service", worker, { stat = "p95" }]]
      "Neo4j: at once (the pool has 20)"    = [for worker in var.askers.graph : ["TracLearn", "graph_in_use", "service", worker, { stat = "Maximum" }]]
      "Cache: found"                        = [for worker in var.askers.cache : ["TracLearn", "cache_hits", "service", worker, { stat = "Sum" }]]
      "Cache: not found"                    = [for worker in var.askers.cache : ["TracLearn", "cache_misses", "service", worker, { stat = "Sum" }]]
      "Language models: USD of the day"     = [for metric in ["calls_spent_usd", "calls_reserved_usd"] : ["TracLearn", metric, "service", "grader", { stat = "Maximum" }]]
      "Language models: calls allowed"      = [["TracLearn", "calls_allowed", "service", "grader", { stat = "Minimum" }]]
      "Language models: not asked, why"     = [for why in ["stopped", "opted_out", "all", "course", "learner", "question"] : ["TracLearn", "calls_refused_${why}", "service", "grader", { stat = "Sum" }]]
    }
  }
}

resource "aws_cloudwatch_dashboard" "page" {
  for_each = local.dashboards

  dashboard_name = "${var.name}-${each.key}"
  dashboard_body = jsonencode({
    widgets = [for title, metrics in each.value : {
      type   = "metric"
      width  = 12
      height = 6
      properties = {
        title   = title
        region  = var.region
        view    = "timeSeries"
        period  = 60
        metrics = metrics
      }
    } if length(metrics) > 0]
  })
}
