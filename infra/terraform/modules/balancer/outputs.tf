output "vpc_link_id" {
  description = "What API Gateway goes through."
  value       = aws_api_gateway_vpc_link.link.id
}

output "groups" {
  description = "Name of a service and colour, such as `trac-green` → name and ARN of its target group."
  value       = { for name, group in aws_lb_target_group.service : name => { name = group.name, arn = group.arn } }
}

output "listener_arn" {
  description = "Where a blue-green deployment turns traffic."
  value       = aws_lb_listener.https.arn
}

output "backend_alias" {
  description = "Target of the DNS record by which API Gateway's requests are meant."
  value       = { name = aws_lb.link.dns_name, zone_id = aws_lb.link.zone_id }
}

output "metric_names" {
  description = "What CloudWatch calls the application load balancer and each group."
  value = {
    balancer = aws_lb.paths.arn_suffix
    groups   = { for name, group in aws_lb_target_group.service : name => group.arn_suffix }
  }
}
