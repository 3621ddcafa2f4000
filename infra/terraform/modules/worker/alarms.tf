# A message in either dead-letter queue waits for a person; an old one in the queue says that nobody works.
resource "aws_cloudwatch_metric_alarm" "dead_letters" {
  for_each = { for kind, name in local.names : kind => name if kind != "queue" }

  alarm_name          = "${each.value}-depth"
  alarm_description   = "Look with `traclearn dlq show ${var.name}`, mend the cause, then `traclearn dlq replay ${var.name}`."
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateNumberOfMessagesVisible"
  dimensions          = { QueueName = each.value }
  statistic           = "Maximum"
  period              = 60
  evaluation_periods  = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = local.queue.alarms.dlq_depth
  treat_missing_data  = "notBreaching" # SQS says nothing of a queue that was idle for hours
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
}

resource "aws_cloudwatch_metric_alarm" "age" {
  alarm_name          = "${local.names.queue}-age"
  alarm_description   = "The oldest message waits longer than ${local.queue.alarms.age} s: is the worker there, and what it needs?"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateAgeOfOldestMessage"
  dimensions          = { QueueName = local.names.queue }
  statistic           = "Maximum"
  period              = 60
  evaluation_periods  = 3
  comparison_operator = "GreaterThanThreshold"
  threshold           = local.queue.alarms.age
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
}

# What a worker has to say and the bus did not take: answers are graded and nobody sees it.
resource "aws_cloudwatch_metric_alarm" "outbox" {
  alarm_name          = "${local.names.queue}-outbox-lag"
  alarm_description   = "The outbox of ${var.name} lags more than ${local.queue.alarms.outbox_lag} s behind."
  namespace           = "TracLearn"
  metric_name         = "outbox_lag_s"
  dimensions          = { service = var.name }
  statistic           = "Maximum"
  period              = 60
  evaluation_periods  = 3
  comparison_operator = "GreaterThanThreshold"
  threshold           = local.queue.alarms.outbox_lag
  treat_missing_data  = "breaching" # a worker that lives says a figure every ten seconds
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
}
