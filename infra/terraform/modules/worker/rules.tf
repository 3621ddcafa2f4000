# The raw event goes to the queue: the envelope is the contract, and a transformer would only be in the way.
resource "aws_cloudwatch_event_rule" "source" {
  for_each = local.rules

  name           = each.key
  event_bus_name = each.value.bus
  event_pattern  = jsonencode(each.value.pattern)
}

resource "aws_cloudwatch_event_target" "queue" {
  for_each = local.rules

  rule           = aws_cloudwatch_event_rule.source[each.key].name
  event_bus_name = each.value.bus
  target_id      = var.name
  arn            = local.arns.queue
  dead_letter_config {
    arn = local.arns.target_dlq
  }
  # EventBridge's own default, said because a restore counts on it: a day.
  retry_policy {
    maximum_event_age_in_seconds = 86400
    maximum_retry_attempts       = 185
  }
  depends_on = [aws_sqs_queue.queue, aws_sqs_queue.target_dlq]
}
