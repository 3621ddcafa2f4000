# What the containers are told, which a plan does not know: addresses come from what is made beside them.
mock_provider "aws" {
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{}" }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::111122223333:role/mock" }
  }
  mock_resource "aws_ecs_task_definition" {
    defaults = { arn = "arn:aws:ecs:eu-central-1:111122223333:task-definition/mock:1" }
  }
}

variables {
  name           = "grader"
  prefix         = "traclearn-test"
  account        = { partition = "aws", region = "eu-central-1", id = "111122223333" }
  cluster        = { name = "TracLearnCluster", arn = "arn:aws:ecs:eu-central-1:111122223333:cluster/TracLearnCluster" }
  image          = { address = "registry/grader:1" }
  size           = { cpu = 512, memory = 1024 }
  tasks          = { min = 2, max = 12 }
  network        = { subnet_ids = ["subnet-0"], group_id = "sg-0" }
  environment    = { QUEUE_URL = "https://queue", PORT = "9000", HOST = "127.0.0.1" }
  secrets        = { REDIS_URL = { name = "traclearn-test/cache", arn = "arn:cache" }, NEO4J_USER = { name = "traclearn-test/graph", arn = "arn:graph", key = "user" } }
  door           = { port = 8000, inner_port = 9000, image = "registry/envoy:1", secret_arn = "arn:tls" }
  health_command = ["true"]
  backlog        = { queue_name = "traclearn-grader", per_task = 100 }
  key_arn        = "arn:aws:kms:eu-central-1:111122223333:key/0"

  target_group_arn = "arn:aws:elasticloadbalancing:eu-central-1:111122223333:targetgroup/a/b"
}

run "container_can_write_nowhere_and_ends_in_its_own_time" {
  command = apply

  assert {
    condition = alltrue([for one in jsondecode(aws_ecs_task_definition.service.container_definitions) :
      one.readonlyRootFilesystem && one.stopTimeout == 120 && one.linuxParameters.initProcessEnabled && one.linuxParameters.capabilities.drop == ["ALL"]
    ])
    error_message = "root, stop timeout, init or capabilities"
  }
  assert {
    condition     = contains(jsondecode(aws_ecs_task_definition.service.container_definitions)[0].environment, { name = "STOP_TIMEOUT", value = "120" })
    error_message = "the worker drains for another time than it has"
  }
  assert {
    condition     = !anytrue([for one in jsondecode(aws_ecs_task_definition.service.container_definitions) : try(one.privileged, false)])
    error_message = "privileged"
  }
}

run "door_is_envoy_itself_and_no_root" {
  command = apply

  assert {
    condition = [for one in jsondecode(aws_ecs_task_definition.service.container_definitions) : [one.user, one.entryPoint, one.command[0]] if one.name == "tls"] == [
      ["10001", ["envoy"], "--disable-hot-restart"]
    ]
    error_message = "the image's entrypoint runs as root, changes owners and fails without capabilities"
  }
}

run "secrets_come_by_reference" {
  command = apply

  assert {
    condition = toset(jsondecode(aws_ecs_task_definition.service.container_definitions)[0].secrets) == toset([
      { name = "NEO4J_USER", valueFrom = "arn:graph:user::" }, { name = "REDIS_URL", valueFrom = "arn:cache" },
    ])
    error_message = "a secret is not what its name and key say"
  }
}

run "only_tls_is_reached_from_outside" {
  command = apply

  assert {
    condition     = flatten([for one in jsondecode(aws_ecs_task_definition.service.container_definitions) : [for port in try(one.portMappings, []) : "${one.name}:${port.containerPort}"]]) == ["tls:8000"]
    error_message = "another port than that of TLS"
  }
  assert {
    condition     = one(aws_ecs_service.rolling[0].load_balancer).container_name == "tls"
    error_message = "the balancer goes around TLS"
  }
  assert {
    condition     = !aws_ecs_service.rolling[0].network_configuration[0].assign_public_ip
    error_message = "a task has a public address"
  }
}

run "new_version_that_fails_is_taken_back" {
  command = apply

  assert {
    condition     = aws_ecs_service.rolling[0].deployment_circuit_breaker[0].enable && aws_ecs_service.rolling[0].deployment_circuit_breaker[0].rollback
    error_message = "rolling without a way back"
  }
  assert {
    condition     = aws_ecs_service.rolling[0].deployment_minimum_healthy_percent == 100
    error_message = "fewer tasks while a version comes"
  }
}

run "changed_definition_waits_for_a_release" {
  command = apply
  variables {
    image = { address = "registry/grader:2" }
  }
  plan_options {
    replace = [aws_ecs_task_definition.service] # as AWS's provider does
  }
  override_resource {
    target = aws_ecs_task_definition.service
    values = { arn = "arn:aws:ecs:eu-central-1:111122223333:task-definition/mock:2" }
  }
  assert {
    condition     = endswith(aws_ecs_task_definition.service.arn, "mock:2")
    error_message = "the definition has not changed: this says nothing"
  }
  assert {
    condition     = endswith(aws_ecs_service.rolling[0].task_definition, "mock:1")
    error_message = "an apply puts the first day's image in the place of the released one"
  }
}

run "tasks_follow_the_backlog" {
  command = apply

  assert {
    condition     = aws_appautoscaling_target.tasks.min_capacity == 2 && aws_appautoscaling_target.tasks.max_capacity == 12
    error_message = "bounds"
  }
  assert {
    condition     = aws_appautoscaling_policy.backlog[0].target_tracking_scaling_policy_configuration[0].target_value == 100
    error_message = "what one task is worth"
  }
}

run "blue_green_service_has_a_way_back" {
  command = apply
  variables {
    blue_green = { groups = ["blue", "green"], listener_arn = "arn:aws:elasticloadbalancing:eu-central-1:111122223333:listener/a", role_arn = "arn:aws:iam::111122223333:role/mock", alarms = ["api-5xx"] }
  }
  assert {
    condition     = length(aws_ecs_service.rolling) == 0 && one(aws_ecs_service.blue_green[0].deployment_controller).type == "CODE_DEPLOY"
    error_message = "two ways of deploying"
  }
  assert {
    condition     = one(aws_codedeploy_deployment_group.service[0].auto_rollback_configuration).enabled && one(aws_codedeploy_deployment_group.service[0].alarm_configuration).alarms == toset(["api-5xx"])
    error_message = "no alarm turns it back"
  }
}
