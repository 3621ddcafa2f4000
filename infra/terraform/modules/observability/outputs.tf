output "topic_arn" {
  description = "Where alarms go."
  value       = aws_sns_topic.alarms.arn
}

output "api_alarm_name" {
  description = "The alarm on which a blue-green deployment goes back."
  value       = aws_cloudwatch_metric_alarm.above["api-5xx"].alarm_name
}
