output "given" {
  description = "Name of a secret that a person fills → its ARN."
  value       = { for name, secret in aws_secretsmanager_secret.given : name => secret.arn }
}

output "roles" {
  description = "Name of a service → the ARN of its database role's secret."
  value       = { for name, secret in aws_secretsmanager_secret.role : name => secret.arn }
}
