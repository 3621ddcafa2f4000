output "state_bucket" {
  description = "Bucket of Terraform's states."
  value       = aws_s3_bucket.state.bucket
}

output "deploy_role_arn" {
  description = "Role of the deploying workflow; null without one."
  value       = one(aws_iam_role.deploy[*].arn)
}
