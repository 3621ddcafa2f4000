output "bus_name" {
  description = "Name of the bus; depends on its being there."
  value       = aws_cloudwatch_event_bus.traclearn.name
}

output "bus_arn" {
  description = "What API Gateway and the services may put events on."
  value       = aws_cloudwatch_event_bus.traclearn.arn
}
