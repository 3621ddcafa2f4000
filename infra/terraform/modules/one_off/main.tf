resource "aws_cloudwatch_log_group" "task" {
  name              = "/traclearn/${var.prefix}/${var.name}"
  retention_in_days = 365
  kms_key_id        = var.key_arn
}

resource "aws_ecs_task_definition" "task" {
  family                   = "${var.prefix}-${var.name}"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 512
  memory                   = 1024
  execution_role_arn       = module.start.arn
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

module "start" {
  source = "../start_role"

  name    = var.name
  prefix  = var.prefix
  account = var.account
  secrets = [for secret in var.secrets : secret.name]
}
