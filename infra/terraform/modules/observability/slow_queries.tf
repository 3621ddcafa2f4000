# PostgreSQL writes a line for each statement above half a second (log_min_duration_statement); this counts them.
resource "aws_cloudwatch_log_group" "database" {
  name              = "/aws/rds/instance/${var.database.id}/postgresql"
  retention_in_days = 365
  kms_key_id        = var.key_arn
}

resource "aws_cloudwatch_log_metric_filter" "slow_queries" {
  name           = "${var.name}-slow-queries"
  log_group_name = aws_cloudwatch_log_group.database.name
  pattern        = "\"duration:\""
  metric_transformation {
    namespace     = "TracLearn/Database"
    name          = "slow_queries"
    value         = "1"
    default_value = "0"
  }
}
