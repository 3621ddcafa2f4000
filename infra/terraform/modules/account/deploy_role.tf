# The workflow on GitHub shows a token of its own and gets an hour; no key of this account lies there.
locals {
  github = "token.actions.githubusercontent.com"
  here   = "${var.account.region}:${var.account.id}"
  aws    = "arn:${var.account.partition}"
  deploy = var.repository == "" ? [] : [var.repository]
}

resource "aws_iam_openid_connect_provider" "github" {
  count = length(local.deploy)

  url            = "https://${local.github}"
  client_id_list = ["sts.amazonaws.com"]
}

data "aws_iam_policy_document" "deploy_trust" {
  #checkov:skip=CKV_AWS_358: the repository is a variable; without it there is no role
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = ["${local.aws}:iam::${var.account.id}:oidc-provider/${local.github}"]
    }
    condition {
      test     = "StringEquals"
      variable = "${local.github}:aud"
      values   = ["sts.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "${local.github}:sub"
      values   = ["repo:${var.repository}:environment:${var.environment}"]
    }
  }
}

# New images, new task definitions, their deployment, the API's stage and CloudFront's cache. No infrastructure:
# that is planned and applied by a person.
data "aws_iam_policy_document" "deploy" {
  #checkov:skip=CKV_AWS_356: what says "*" knows no resource
  #checkov:skip=CKV_AWS_111: likewise
  statement {
    sid       = "SignInToRegistry"
    actions   = ["ecr:GetAuthorizationToken"]
    resources = ["*"]
  }
  statement {
    sid = "PushImages"
    actions = [
      "ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:CompleteLayerUpload", "ecr:DescribeImages",
      "ecr:InitiateLayerUpload", "ecr:PutImage", "ecr:UploadLayerPart", "ecr:GetDownloadUrlForLayer",
      "ecr:DescribeImageScanFindings",
    ]
    resources = ["${local.aws}:ecr:${local.here}:repository/traclearn-*"]
  }
  statement {
    sid       = "RegisterTasks" # these know no resource
    actions   = ["ecs:RegisterTaskDefinition", "ecs:DescribeTaskDefinition", "ecs:ListTaskDefinitions"]
    resources = ["*"]
  }
  statement {
    sid     = "DeployServices"
    actions = ["ecs:UpdateService", "ecs:DescribeServices", "ecs:RunTask", "ecs:DescribeTasks"]
    resources = [
      "${local.aws}:ecs:${local.here}:service/TracLearnCluster*/*",
      "${local.aws}:ecs:${local.here}:task-definition/traclearn-*:*",
      "${local.aws}:ecs:${local.here}:task/TracLearnCluster*/*",
    ]
  }
  statement {
    sid       = "HandRolesToTasks"
    actions   = ["iam:PassRole"]
    resources = ["${local.aws}:iam::${var.account.id}:role/traclearn-*-start", "${local.aws}:iam::${var.account.id}:role/traclearn-*-run"]
    condition {
      test     = "StringEquals"
      variable = "iam:PassedToService"
      values   = ["ecs-tasks.amazonaws.com"]
    }
  }
  statement {
    sid     = "BlueGreen"
    actions = ["codedeploy:CreateDeployment", "codedeploy:GetDeployment", "codedeploy:GetDeploymentConfig", "codedeploy:RegisterApplicationRevision", "codedeploy:StopDeployment"]
    resources = [
      "${local.aws}:codedeploy:${local.here}:application:traclearn-*",
      "${local.aws}:codedeploy:${local.here}:deploymentgroup:traclearn-*/*",
      "${local.aws}:codedeploy:${local.here}:deploymentconfig:*",
    ]
  }
  statement {
    sid       = "ImportApi"
    actions   = ["apigateway:PUT", "apigateway:POST", "apigateway:PATCH", "apigateway:GET"]
    resources = ["${local.aws}:apigateway:${var.account.region}::/restapis/*"]
  }
  statement {
    sid       = "EmptyCache"
    actions   = ["cloudfront:CreateInvalidation", "cloudfront:GetInvalidation"]
    resources = ["${local.aws}:cloudfront::${var.account.id}:distribution/*"]
    condition {
      test     = "StringEquals"
      variable = "aws:ResourceTag/project"
      values   = ["traclearn"]
    }
  }
}

resource "aws_iam_role" "deploy" {
  count = length(local.deploy)

  name                 = "traclearn-deploy"
  assume_role_policy   = data.aws_iam_policy_document.deploy_trust.json
  max_session_duration = 3600
  depends_on           = [aws_iam_openid_connect_provider.github]
}

resource "aws_iam_role_policy" "deploy" {
  count = length(local.deploy)

  name   = "deploy"
  role   = aws_iam_role.deploy[0].id
  policy = data.aws_iam_policy_document.deploy.json
}
