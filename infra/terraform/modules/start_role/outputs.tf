output "arn" {
  description = "ARN of the role."
  value       = aws_iam_role.start.arn
}

output "trust" {
  description = "JSON of who takes a task's roles: ECS, for this account."
  value       = data.aws_iam_policy_document.trust.json
}
