# New tasks beside the old ones; those that do not become healthy are taken back by themselves.
resource "aws_ecs_service" "rolling" {
  count = var.blue_green == null ? 1 : 0

  name                               = var.name
  cluster                            = var.cluster.arn
  task_definition                    = aws_ecs_task_definition.service.arn
  desired_count                      = var.tasks.min
  launch_type                        = "FARGATE"
  platform_version                   = "LATEST"
  deployment_minimum_healthy_percent = 100
  deployment_maximum_percent         = var.tasks.min == 1 ? 200 : var.tasks.deploying_percent
  health_check_grace_period_seconds  = var.target_group_arn == null ? null : 60
  enable_ecs_managed_tags            = true
  propagate_tags                     = "SERVICE"
  wait_for_steady_state              = false
  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }
  network_configuration {
    subnets          = var.network.subnet_ids
    security_groups  = [var.network.group_id]
    assign_public_ip = false
  }
  dynamic "load_balancer" {
    for_each = var.target_group_arn == null ? [] : [var.target_group_arn]
    content {
      target_group_arn = load_balancer.value
      container_name   = "tls"
      container_port   = var.door.port
    }
  }
  lifecycle {
    ignore_changes = [desired_count, task_definition] # scaling's, and a release's
  }
}
