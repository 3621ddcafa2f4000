# One image, two commands: the pages, and the sync that brings grades into them (one leads, the others wait).
locals {
  trac = {
    # All of it is written at the start: nothing but attachments outlives a task.
    start = <<-END
      set -eu
      mkdir -p "$TRAC_ENV/conf" "$TRAC_ENV/htdocs" "$TRAC_ENV/log" "$TRAC_ENV/plugins" "$TRAC_ENV/templates" "$TRAC_ENV/files"
      ln -sfn /attachments "$TRAC_ENV/files/attachments"
      echo 'Trac Environment Version 1' > "$TRAC_ENV/VERSION"
      umask 077
      printf '%s\n' "$TRAC_INI" > "$TRAC_ENV/conf/trac.ini"
      unset TRAC_INI
      exec "$@"
    END
    # Trac takes no sslmode from its database's address: libpq takes it from here, and whom it trusts from the image.
    environment = { TRAC_ENV = "/tmp/env", PYTHON_EGG_CACHE = "/tmp/eggs", PGSSLMODE = "verify-full" }
    secrets     = { TRAC_INI = { name = "${local.name}/trac-ini", arn = local.secret_arns["trac-ini"], key = "" } }
    files       = { id = module.data.files.id, access_point = module.data.files.access_point, path = "/attachments" }
    commands = {
      trac = [ # as the image does by itself
        "gunicorn", "--bind", "127.0.0.1:9080", "--worker-class", "learning.server.Worker", "--workers", "2", "--threads", "8",
        "--timeout", "60", "--graceful-timeout", "20", "trac.web.main:dispatch_request",
      ]
      sync = ["trac-admin", "/tmp/env", "learning", "sync"]
    }
    # A file of Trac's own, which needs no sign-in and no database. Python 2.
    alive = "import os, urllib2; urllib2.urlopen('http://127.0.0.1:' + os.environ['PORT'] + '/trac/chrome/common/trac.ico', timeout=4)"
  }
}

module "trac" {
  source   = "../service"
  for_each = local.trac.commands

  name           = each.key
  prefix         = local.name
  account        = var.account
  cluster        = module.cluster.cluster
  image          = { address = "${module.cluster.repositories["trac"]}:${var.tags.release}", command = concat(["sh", "-c", local.trac.start, "start"], each.value) }
  size           = { cpu = var.programs[each.key].cpu, memory = var.programs[each.key].memory }
  tasks          = { min = var.programs[each.key].min, max = var.programs[each.key].max }
  network        = { subnet_ids = module.network.private_subnet_ids, group_id = module.security.ids[each.key] }
  environment    = local.trac.environment
  secrets        = local.trac.secrets
  policy         = data.aws_iam_policy_document.trac.json
  files          = local.trac.files
  health_command = each.key == "trac" ? ["python", "-c", local.trac.alive] : ["true"] # the container ends with its command
  door           = contains(keys(local.asked), each.key) ? local.doors[each.key] : null
  key_arn        = module.key.arn

  target_group_arn = contains(keys(local.asked), each.key) ? module.balancer.groups["${each.key}-blue"].arn : null
  blue_green = each.key != "trac" ? null : {
    groups       = [for colour in ["blue", "green"] : module.balancer.groups["trac-${colour}"].name]
    listener_arn = module.balancer.listener_arn
    role_arn     = aws_iam_role.codedeploy.arn
    alarms       = [module.observability.api_alarm_name]
  }
}

data "aws_iam_policy_document" "codedeploy" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["codedeploy.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [var.account.id]
    }
  }
}

resource "aws_iam_role" "codedeploy" {
  name               = "${local.name}-codedeploy"
  assume_role_policy = data.aws_iam_policy_document.codedeploy.json
}

resource "aws_iam_role_policy_attachment" "codedeploy" {
  role       = aws_iam_role.codedeploy.name
  policy_arn = "arn:${var.account.partition}:iam::aws:policy/AWSCodeDeployRoleForECS"
}
