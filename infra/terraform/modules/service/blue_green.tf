# CodeDeploy brings the whole new version up beside the old one, turns the balancer, and turns it back on an alarm.
resource "aws_ecs_service" "blue_green" {
  count = var.blue_green == null ? 0 : 1

  name                              = var.name
  cluster                           = var.cluster.arn
  task_definition                   = aws_ecs_task_definition.service.arn
  desired_count                     = var.tasks.min
  launch_type                       = "FARGATE"
  platform_version                  = "LATEST"
  health_check_grace_period_seconds = 60
  enable_ecs_managed_tags           = true
  propagate_tags                    = "SERVICE"
  deployment_controller {
    type = "CODE_DEPLOY"
  }
  network_configuration {
    subnets          = var.network.subnet_ids
    security_groups  = [var.network.group_id]
    assign_public_ip = false
  }
  load_balancer {
    target_group_arn = var.target_group_arn
    container_name   = "tls"
    container_port   = var.door.port
  }
  lifecycle {
    ignore_changes = [desired_count, task_definition, load_balancer] # scaling's, and CodeDeploy's
  }
}

resource "aws_codedeploy_app" "service" {
  count = var.blue_green == null ? 0 : 1

  name             = local.full
  compute_platform = "ECS"
}

resource "aws_codedeploy_deployment_group" "service" {
  count = var.blue_green == null ? 0 : 1

  app_name               = aws_codedeploy_app.service[0].name
  deployment_group_name  = local.full
  deployment_config_name = "CodeDeployDefault.ECSCanary10Percent5Minutes"
  service_role_arn       = var.blue_green.role_arn
  auto_rollback_configuration {
    enabled = true
    events  = ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM"]
  }
  alarm_configuration {
    enabled = true
    alarms  = var.blue_green.alarms
  }
  blue_green_deployment_config {
    deployment_ready_option {
      action_on_timeout = "CONTINUE_DEPLOYMENT"
    }
    terminate_blue_instances_on_deployment_success {
      action                           = "TERMINATE"
      termination_wait_time_in_minutes = 20 # so long the way back is a turn of the balancer
    }
  }
  deployment_style {
    deployment_option = "WITH_TRAFFIC_CONTROL"
    deployment_type   = "BLUE_GREEN"
  }
  ecs_service {
    cluster_name = var.cluster.name
    service_name = aws_ecs_service.blue_green[0].name
  }
  load_balancer_info {
    target_group_pair_info {
      prod_traffic_route {
        listener_arns = [var.blue_green.listener_arn]
      }
      dynamic "target_group" {
        for_each = var.blue_green.groups
        content {
          name = target_group.value
        }
      }
    }
  }
}
