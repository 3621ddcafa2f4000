output "distribution" {
  description = "Id, ARN and domain name of the distribution: a deployment empties its cache."
  value = {
    id     = aws_cloudfront_distribution.site.id
    arn    = aws_cloudfront_distribution.site.arn
    domain = aws_cloudfront_distribution.site.domain_name
  }
}

output "url" {
  description = "Address of the site."
  value       = "https://${var.domain}"
}
