# Two roles: `start` is ECS's, to bring the task up; `run` is the program's.
module "start" {
  source = "../start_role"

  name    = var.name
  prefix  = var.prefix
  account = var.account
  secrets = concat([for secret in var.secrets : secret.name], local.asked ? ["${var.prefix}/tls"] : [])
}

# Every task may hold off ECS's scaling while it works: its own protection, in its own cluster.
data "aws_iam_policy_document" "protection" {
  source_policy_documents = compact([var.policy])
  statement {
    sid       = "ProtectItselfWhileItWorks"
    actions   = ["ecs:GetTaskProtection", "ecs:UpdateTaskProtection"]
    resources = ["arn:${var.account.partition}:ecs:${var.account.region}:${var.account.id}:task/${var.cluster.name}/*"]
  }
}

resource "aws_iam_role" "run" {
  name               = "${local.full}-run"
  assume_role_policy = module.start.trust
}

resource "aws_iam_role_policy" "run" {
  name   = "run"
  role   = aws_iam_role.run.id
  policy = data.aws_iam_policy_document.protection.json
}
