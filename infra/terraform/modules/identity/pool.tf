# Who people are. The names are those that the local emulator gives, so that both are the same to the plugin.
resource "aws_cognito_user_pool" "users" {
  name                     = "TracLearnUsers"
  username_attributes      = ["email"]
  auto_verified_attributes = ["email"]
  deletion_protection      = var.protected ? "ACTIVE" : "INACTIVE"
  mfa_configuration        = "OPTIONAL"
  user_pool_tier           = "ESSENTIALS"

  schema {
    name                = "email"
    attribute_data_type = "String"
    required            = true
    mutable             = true
    string_attribute_constraints {
      max_length = 100 # cognito_user_id varchar(100)
    }
  }
  schema {
    name                = "name"
    attribute_data_type = "String"
    required            = true
    mutable             = true
    string_attribute_constraints {
      max_length = 200
    }
  }
  password_policy {
    minimum_length                   = 12
    require_lowercase                = true
    require_numbers                  = true
    require_uppercase                = false
    require_symbols                  = false
    temporary_password_validity_days = 7
  }
  software_token_mfa_configuration {
    enabled = true
  }
  admin_create_user_config {
    allow_admin_create_user_only = !var.self_sign_up
  }
  account_recovery_setting {
    recovery_mechanism {
      name     = "verified_email"
      priority = 1
    }
  }
  user_attribute_update_settings {
    attributes_require_verification_before_update = ["email"] # Trac's user name is the verified address
  }
  dynamic "email_configuration" {
    for_each = var.mail == null ? [] : [var.mail]
    content {
      email_sending_account = "DEVELOPER"
      from_email_address    = email_configuration.value.from
      source_arn            = email_configuration.value.identity_arn
    }
  }
}

resource "aws_cognito_user_pool_domain" "hosted" {
  domain       = "${var.name}-${var.account.id}" # one name for all of AWS's customers in a region
  user_pool_id = aws_cognito_user_pool.users.id
}

resource "aws_cognito_user_group" "staff" {
  for_each = { authors = "Write questions and set grades", operators = "See and replay what failed" }

  name         = each.key
  description  = each.value
  user_pool_id = aws_cognito_user_pool.users.id
}

resource "aws_cognito_resource_server" "traclearn" {
  identifier   = "traclearn"
  name         = "traclearn"
  user_pool_id = aws_cognito_user_pool.users.id
  dynamic "scope" {
    for_each = { relay = "Send events again in a learner's name", feed = "Read the change feed" }
    content {
      scope_name        = scope.key
      scope_description = scope.value
    }
  }
}
