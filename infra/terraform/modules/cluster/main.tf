# Where all containers run. Fargate: no machine of ours to keep.
resource "aws_ecs_cluster" "main" {
  name = var.name == "traclearn-prod" ? "TracLearnCluster" : "TracLearnCluster-${trimprefix(var.name, "traclearn-")}"
  setting {
    name  = "containerInsights" # RunningTaskCount, by which a queue's backlog is divided
    value = "enabled"
  }
  configuration {
    execute_command_configuration {
      kms_key_id = var.key_arn
      logging    = "OVERRIDE"
      log_configuration {
        cloud_watch_encryption_enabled = true
        cloud_watch_log_group_name     = aws_cloudwatch_log_group.shell.name
      }
    }
  }
}

# What operators type in a container's shell.
resource "aws_cloudwatch_log_group" "shell" {
  name              = "/traclearn/${var.name}/shell"
  retention_in_days = 365
  kms_key_id        = var.key_arn
}

resource "aws_ecr_repository" "image" {
  for_each = var.images

  name                 = "${var.name}/${each.value}"
  image_tag_mutability = "IMMUTABLE" # a tag says one thing for ever: what was rolled back to is what it was
  force_delete         = !var.protected
  image_scanning_configuration {
    scan_on_push = true
  }
  encryption_configuration {
    encryption_type = "KMS"
    kms_key         = var.key_arn
  }
}

resource "aws_ecr_lifecycle_policy" "image" {
  for_each = var.images

  repository = aws_ecr_repository.image[each.value].name
  policy = jsonencode({
    rules = [{
      rulePriority = 1
      description  = "The last 50: enough to go back"
      selection    = { tagStatus = "any", countType = "imageCountMoreThan", countNumber = 50 }
      action       = { type = "expire" }
    }]
  })
}
