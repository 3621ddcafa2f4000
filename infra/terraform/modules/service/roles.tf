# Two roles: `start` is ECS's, to bring the task up; `run` is the program's.
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [var.account.id]
    }
  }
}

locals {
  here    = "${var.account.region}:${var.account.id}"
  secrets = "arn:${var.account.partition}:secretsmanager:${local.here}:secret"
  # The six characters are Secrets Manager's own; the names are known before the secrets are.
  readable = distinct(concat(
    [for secret in var.secrets : "${local.secrets}:${secret.name}-??????"],
    !local.asked ? [] : ["${local.secrets}:${var.prefix}/tls-??????"],
  ))
}

data "aws_iam_policy_document" "start" {
  statement {
    sid       = "SignInToRegistry"
    actions   = ["ecr:GetAuthorizationToken"]
    resources = ["*"] # it has no other
  }
  statement {
    sid       = "PullImages"
    actions   = ["ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage"]
    resources = ["arn:${var.account.partition}:ecr:${local.here}:repository/${var.prefix}/*"]
  }
  statement {
    sid       = "WriteItsLog"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["arn:${var.account.partition}:logs:${local.here}:log-group:/traclearn/${var.prefix}/${var.name}:*"]
  }
  dynamic "statement" {
    for_each = length(local.readable) > 0 ? [local.readable] : []
    content {
      sid       = "ReadItsSecrets"
      actions   = ["secretsmanager:GetSecretValue"]
      resources = statement.value
    }
  }
  statement {
    sid       = "DecryptThem"
    actions   = ["kms:Decrypt"]
    resources = ["arn:${var.account.partition}:kms:${local.here}:key/*"]
    condition {
      test     = "ForAnyValue:StringEquals"
      variable = "kms:ResourceAliases"
      values   = ["alias/${var.prefix}"]
    }
  }
}

# Every task may hold off ECS's scaling while it works: its own protection, in its own cluster.
data "aws_iam_policy_document" "protection" {
  source_policy_documents = compact([var.policy])
  statement {
    sid       = "ProtectItselfWhileItWorks"
    actions   = ["ecs:GetTaskProtection", "ecs:UpdateTaskProtection"]
    resources = ["arn:${var.account.partition}:ecs:${local.here}:task/${var.cluster.name}/*"]
  }
}

resource "aws_iam_role" "start" {
  name               = "${local.full}-start"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy" "start" {
  name   = "start"
  role   = aws_iam_role.start.id
  policy = data.aws_iam_policy_document.start.json
}

resource "aws_iam_role" "run" {
  name               = "${local.full}-run"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy" "run" {
  name   = "run"
  role   = aws_iam_role.run.id
  policy = data.aws_iam_policy_document.protection.json
}
