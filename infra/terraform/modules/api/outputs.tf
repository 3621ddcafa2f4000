output "rest_api_id" {
  description = "Id of the REST API."
  value       = aws_api_gateway_rest_api.traclearn.id
}

output "stage_arn" {
  description = "What the web application firewall is put before."
  value       = aws_api_gateway_stage.live.arn
}

output "alias" {
  description = "Target of the API's DNS record; null without a domain."
  value = var.domain == null ? null : {
    name    = aws_api_gateway_domain_name.api[0].regional_domain_name
    zone_id = aws_api_gateway_domain_name.api[0].regional_zone_id
  }
}

output "events_role_arn" {
  description = "Role by which the event routes put events on the bus."
  value       = aws_iam_role.events.arn
}
