# One task: the program, and in front of it Envoy, which ends TLS, where somebody asks it.
locals {
  asked = var.door != null
  full  = "${var.prefix}-${var.name}"
  log = {
    logDriver = "awslogs"
    options = {
      awslogs-group         = aws_cloudwatch_log_group.service.name
      awslogs-region        = var.account.region
      awslogs-stream-prefix = var.name
      mode                  = "non-blocking" # a log that does not take it holds up nobody
      max-buffer-size       = "25m"
    }
  }
  program = {
    name                   = var.name
    image                  = var.image.address
    command                = var.image.command
    essential              = true
    readonlyRootFilesystem = true
    stopTimeout            = var.stop_timeout
    environment            = [for name, value in local.environment : { name = name, value = value }]
    secrets = [
      for name, secret in var.secrets :
      { name = name, valueFrom = secret.key == "" ? secret.arn : "${secret.arn}:${secret.key}::" }
    ]
    linuxParameters = { initProcessEnabled = true, capabilities = { drop = ["ALL"] } }
    mountPoints = concat(
      [{ sourceVolume = "tmp", containerPath = "/tmp", readOnly = false }],
      var.files == null ? [] : [{ sourceVolume = "files", containerPath = var.files.path, readOnly = false }],
    )
    healthCheck = {
      command     = concat(["CMD"], var.health_command)
      interval    = 10
      timeout     = 5
      retries     = 3
      startPeriod = 60
    }
    logConfiguration = local.log
  }
  environment = merge(
    { AWS_REGION = var.account.region, AWS_DEFAULT_REGION = var.account.region, STOP_TIMEOUT = tostring(var.stop_timeout) },
    !local.asked ? {} : { HOST = "127.0.0.1", BIND = "127.0.0.1", PORT = tostring(var.door.inner_port) },
    var.environment,
  )
  door = !local.asked ? [] : [{
    name                   = "tls"
    image                  = var.door.image
    essential              = true
    readonlyRootFilesystem = true
    stopTimeout            = var.stop_timeout
    # The image's own entrypoint changes owners and user, for which it would need to be root with capabilities.
    user         = "10001"
    entryPoint   = ["envoy"]
    command      = ["--disable-hot-restart", "-l", "warning", "--config-yaml", local.envoy]
    dependsOn    = [{ containerName = var.name, condition = "HEALTHY" }]
    portMappings = [{ containerPort = var.door.port, protocol = "tcp" }]
    secrets = [
      { name = "TLS_CERTIFICATE", valueFrom = "${var.door.secret_arn}:certificate::" },
      { name = "TLS_KEY", valueFrom = "${var.door.secret_arn}:key::" },
    ]
    linuxParameters  = { initProcessEnabled = true, capabilities = { drop = ["ALL"] } }
    logConfiguration = local.log
  }]
  envoy = !local.asked ? "" : templatefile("${path.module}/envoy.yaml.tftpl", var.door)
}

resource "aws_cloudwatch_log_group" "service" {
  name              = "/traclearn/${var.prefix}/${var.name}"
  retention_in_days = var.log_days
  kms_key_id        = var.key_arn
}

resource "aws_ecs_task_definition" "service" {
  family                   = local.full
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = var.size.cpu
  memory                   = var.size.memory
  execution_role_arn       = module.start.arn
  task_role_arn            = aws_iam_role.run.arn
  container_definitions    = jsonencode(concat([local.program], local.door))
  runtime_platform {
    operating_system_family = "LINUX"
    cpu_architecture        = "X86_64"
  }
  volume {
    name = "tmp"
  }
  dynamic "volume" {
    for_each = var.files == null ? [] : [var.files]
    content {
      name = "files"
      efs_volume_configuration {
        file_system_id     = volume.value.id
        transit_encryption = "ENABLED"
        authorization_config {
          access_point_id = volume.value.access_point
          iam             = "ENABLED"
        }
      }
    }
  }
}
