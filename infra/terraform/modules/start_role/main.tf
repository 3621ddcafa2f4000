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
  here = "${var.account.region}:${var.account.id}"
  # The six characters are Secrets Manager's own; the names are known before the secrets are.
  readable = [
    for name in distinct(var.secrets) :
    "arn:${var.account.partition}:secretsmanager:${local.here}:secret:${name}-??????"
  ]
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

resource "aws_iam_role" "start" {
  name               = "${var.prefix}-${var.name}-start"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy" "start" {
  name   = "start"
  role   = aws_iam_role.start.id
  policy = data.aws_iam_policy_document.start.json
}
