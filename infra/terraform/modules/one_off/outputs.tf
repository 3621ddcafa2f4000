output "family" {
  description = "Family of its task definitions: a release adds one."
  value       = aws_ecs_task_definition.task.family
}
