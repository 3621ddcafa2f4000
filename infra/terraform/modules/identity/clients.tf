# Browsers: authorization code with PKCE, which the plugin handles. No secret to keep, no password to it.
resource "aws_cognito_user_pool_client" "web" {
  name                                 = "TracLearnWebClient"
  user_pool_id                         = aws_cognito_user_pool.users.id
  generate_secret                      = false
  allowed_oauth_flows_user_pool_client = true
  allowed_oauth_flows                  = ["code"]
  allowed_oauth_scopes                 = ["openid", "email", "profile"]
  supported_identity_providers         = ["COGNITO"]
  explicit_auth_flows                  = ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
  callback_urls                        = ["${var.site_url}/trac/login/callback"]
  logout_urls                          = ["${var.site_url}/trac", "${var.site_url}/trac/", "${var.site_url}/trac/logout/done"]
  access_token_validity                = 1
  id_token_validity                    = 1
  refresh_token_validity               = 30
  prevent_user_existence_errors        = "ENABLED"
  enable_token_revocation              = true
  token_validity_units {
    access_token  = "hours"
    id_token      = "hours"
    refresh_token = "days"
  }
}

# Trac itself: it sends again what the feed has not echoed, and reads the feed. Nothing else has its scopes.
resource "aws_cognito_user_pool_client" "machine" {
  name                                 = "TracLearnMachineClient"
  user_pool_id                         = aws_cognito_user_pool.users.id
  generate_secret                      = true
  allowed_oauth_flows_user_pool_client = true
  allowed_oauth_flows                  = ["client_credentials"]
  allowed_oauth_scopes                 = ["traclearn/relay", "traclearn/feed"]
  supported_identity_providers         = ["COGNITO"]
  access_token_validity                = 1
  token_validity_units {
    access_token = "hours"
  }
  depends_on = [aws_cognito_resource_server.traclearn]
}
