output "cluster" {
  description = "Name and ARN of the cluster."
  value       = { name = aws_ecs_cluster.main.name, arn = aws_ecs_cluster.main.arn }
}

output "repositories" {
  description = "Name of an image → where it is pushed to and pulled from."
  value       = { for name, repository in aws_ecr_repository.image : name => repository.repository_url }
}
