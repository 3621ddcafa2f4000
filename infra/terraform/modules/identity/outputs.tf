output "pool" {
  description = "Id and ARN of the user pool, and the issuer that its tokens name."
  value = {
    id     = aws_cognito_user_pool.users.id
    arn    = aws_cognito_user_pool.users.arn
    issuer = "https://${aws_cognito_user_pool.users.endpoint}"
  }
}

output "web_client_id" {
  description = "Id of the browsers' client."
  value       = aws_cognito_user_pool_client.web.id
}

output "machine_client_id" {
  description = "Id of Trac's own client."
  value       = aws_cognito_user_pool_client.machine.id
}

output "hosted_url" {
  description = "Where people sign in."
  value       = "https://${aws_cognito_user_pool_domain.hosted.domain}.auth.${var.account.region}.amazoncognito.com"
}
