# Tokens of the pool for AWS credentials, should something ever want them: for nobody without a token, and so far
# for nothing. The role that people get may do no more than say who it is.
resource "aws_cognito_identity_pool" "people" {
  identity_pool_name               = var.name
  allow_unauthenticated_identities = false
  allow_classic_flow               = false
  cognito_identity_providers {
    client_id               = aws_cognito_user_pool_client.web.id
    provider_name           = aws_cognito_user_pool.users.endpoint
    server_side_token_check = true
  }
}

data "aws_iam_policy_document" "people_trust" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = ["cognito-identity.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "cognito-identity.amazonaws.com:aud"
      values   = [aws_cognito_identity_pool.people.id]
    }
    condition {
      test     = "ForAnyValue:StringLike"
      variable = "cognito-identity.amazonaws.com:amr"
      values   = ["authenticated"]
    }
  }
}

resource "aws_iam_role" "people" {
  name               = "${var.name}-people"
  assume_role_policy = data.aws_iam_policy_document.people_trust.json
}

resource "aws_cognito_identity_pool_roles_attachment" "people" {
  identity_pool_id = aws_cognito_identity_pool.people.id
  roles            = { authenticated = aws_iam_role.people.arn }
}
