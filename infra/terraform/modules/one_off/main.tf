locals {
  full = "${var.prefix}-${var.name}"
  here = "${var.account.region}:${var.account.id}"
}

resource "aws_cloudwatch_log_group" "task" {
  name              = "/traclearn/${var.prefix}/${var.name}"
  retention_in_days = 365
  kms_key_id        = var.key_arn
}

resource "aws_ecs_task_definition" "task" {
  family                   = local.full
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 512
  memory                   = 1024
  execution_role_arn       = aws_iam_role.start.arn
  container_definitions = jsonencode([{
    name                   = var.image.container
    image                  = var.image.address
    command                = var.image.command
    essential              = true
    readonlyRootFilesystem = true
    linuxParameters        = { initProcessEnabled = true, capabilities = { drop = ["ALL"] } }
    mountPoints            = [{ sourceVolume = "tmp", containerPath = "/tmp", readOnly = false }]
    secrets                = [for name, secret in var.secrets : { name = name, valueFrom = secret.arn }]
    logConfiguration = {
      logDriver = "awslogs"
      options = {
        awslogs-group         = aws_cloudwatch_log_group.task.name
        awslogs-region        = var.account.region
        awslogs-stream-prefix = var.name
      }
    }
  }])
  volume {
    name = "tmp"
  }
}

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
  statement {
    sid       = "ReadItsSecrets"
    actions   = ["secretsmanager:GetSecretValue"]
    resources = [for secret in var.secrets : "arn:${var.account.partition}:secretsmanager:${local.here}:secret:${secret.name}-??????"]
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
  name               = "${local.full}-start"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy" "start" {
  name   = "start"
  role   = aws_iam_role.start.id
  policy = data.aws_iam_policy_document.start.json
}
