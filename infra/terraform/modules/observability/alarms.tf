# One line an alarm: what is measured, over which time, and from where a person is wanted. Queues bring their own.
locals {
  database = { DBInstanceIdentifier = var.database.id }
  api      = { ApiName = "TracLearnAPI", Stage = var.api_stage }
  alarms = merge(
    {
      api-5xx = {
        namespace = "AWS/ApiGateway", metric = "5XXError", dimensions = local.api, statistic = "Sum"
        above     = 10, minutes = 5, says = "Requests fail. Which route: the API's access log."
      }
      api-latency = {
        namespace = "AWS/ApiGateway", metric = "Latency", dimensions = local.api, statistic = "p95"
        above     = 5000, minutes = 15, says = "One request in twenty takes longer than 5 s."
      }
      database-cpu = {
        namespace = "AWS/RDS", metric = "CPUUtilization", dimensions = local.database, statistic = "Average"
        above     = 80, minutes = 15, says = "See Performance Insights for the statement."
      }
      database-connections = {
        namespace = "AWS/RDS", metric = "DatabaseConnections", dimensions = local.database, statistic = "Maximum"
        above     = floor(var.database.max_connections * 0.85), minutes = 5, says = "Near the instance's bound: more tasks than planned?"
      }
      database-slow-queries = {
        namespace = "TracLearn/Database", metric = "slow_queries", dimensions = {}, statistic = "Sum"
        above     = 50, minutes = 15, says = "Statements above half a second; the log has them without values."
      }
    },
    {
      for replica in compact([var.database.replica]) : "database-replica-lag" => {
        namespace = "AWS/RDS", metric = "ReplicaLag", dimensions = { DBInstanceIdentifier = replica }, statistic = "Maximum"
        above     = 60, minutes = 5, says = "The gradebook and its exports are read a minute late: a long read there, or many writes."
      }
    },
    {
      for node in var.cache_nodes : "${node}-cpu" => {
        namespace = "AWS/ElastiCache", metric = "EngineCPUUtilization", dimensions = { CacheClusterId = node }, statistic = "Average"
        above     = 85, minutes = 15, says = "Redis is one thread: a shard more."
      }
    },
    {
      for node in var.cache_nodes : "${node}-memory" => {
        namespace = "AWS/ElastiCache", metric = "DatabaseMemoryUsagePercentage", dimensions = { CacheClusterId = node }, statistic = "Maximum"
        above     = 90, minutes = 30, says = "It forgets what is still asked for."
      }
    },
    {
      for worker in keys(var.workers) : "${worker}-breakers" => {
        namespace = "TracLearn", metric = "breakers_open", dimensions = { service = worker }, statistic = "Maximum"
        above     = 0, minutes = 5, says = "Something that ${worker} needs is away (Neo4j, a language model, the database): its /ready says what."
      }
    },
    {
      for worker in var.askers.graph : "${worker}-graph" => {
        namespace = "TracLearn", metric = "graph_ms", dimensions = { service = worker }, statistic = "p95"
        above     = 2000, minutes = 15, says = "One unit of work in twenty takes Neo4j longer than 2 s: Aura's own page says which."
      }
    },
    {
      model-budget = {
        namespace = "TracLearn", metric = "calls_refused_all", dimensions = { service = "grader" }, statistic = "Sum"
        above     = 0, minutes = 15, says = "The day's budget for language models is used up: answers are graded offline until midnight UTC."
      }
    },
    {
      for service in var.services : "${service}-memory" => {
        namespace  = "AWS/ECS", metric = "MemoryUtilization", statistic = "Maximum", above = 90, minutes = 15
        dimensions = { ClusterName = var.cluster_name, ServiceName = service }, says = "Near the size at which a task is ended."
      }
    },
  )
}

resource "aws_cloudwatch_metric_alarm" "above" {
  for_each = local.alarms

  alarm_name          = startswith(each.key, var.name) ? each.key : "${var.name}-${each.key}"
  alarm_description   = each.value.says
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = startswith(each.value.statistic, "p") ? null : each.value.statistic
  extended_statistic  = startswith(each.value.statistic, "p") ? each.value.statistic : null
  comparison_operator = "GreaterThanThreshold"
  threshold           = each.value.above
  period              = 60 * each.value.minutes
  evaluation_periods  = 1
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]
}

resource "aws_cloudwatch_metric_alarm" "storage" {
  alarm_name          = "${var.name}-database-storage"
  alarm_description   = "Less than a tenth is free; it grows by itself up to max_allocated_storage."
  namespace           = "AWS/RDS"
  metric_name         = "FreeStorageSpace"
  dimensions          = local.database
  statistic           = "Minimum"
  comparison_operator = "LessThanThreshold"
  threshold           = floor(var.database.storage_bytes / 10)
  period              = 300
  evaluation_periods  = 3
  treat_missing_data  = "breaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]
}

# No task at all, whatever scaling wanted.
resource "aws_cloudwatch_metric_alarm" "tasks" {
  for_each = toset(var.services)

  alarm_name          = "${var.name}-${each.value}-tasks"
  alarm_description   = "No task of ${each.value} runs: the service's events in ECS say why."
  namespace           = "ECS/ContainerInsights"
  metric_name         = "RunningTaskCount"
  dimensions          = { ClusterName = var.cluster_name, ServiceName = each.value }
  statistic           = "Maximum"
  comparison_operator = "LessThanThreshold"
  threshold           = 1
  period              = 60
  evaluation_periods  = 5
  treat_missing_data  = "breaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]
}
