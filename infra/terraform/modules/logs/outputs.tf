output "bucket" {
  description = "Name and domain name of the bucket, once who writes there may."
  value       = { name = aws_s3_bucket.logs.bucket, domain = aws_s3_bucket.logs.bucket_domain_name }
  depends_on  = [aws_s3_bucket_policy.logs, aws_s3_bucket_ownership_controls.logs]
}
