output "name" {
  description = "Name of the ECS service."
  value       = local.running
}

output "family" {
  description = "Family of its task definitions: a deployment adds one."
  value       = aws_ecs_task_definition.service.family
}

output "roles" {
  description = "ARNs of the roles that a deployment hands to ECS."
  value       = [module.start.arn, aws_iam_role.run.arn]
}
