# trac-targets on 8080, learning-targets on 8000: a group for each service that is asked, two where a deployment
# puts the new version beside the old one. The balancer does not check a task's certificate, which is self-signed.
locals {
  prefix  = { for name, target in var.targets : name => name == "trac" ? "trac-targets" : "learning-targets-${name}" }
  colours = { for name, target in var.targets : name => target.blue_green ? ["blue", "green"] : ["blue"] }
  groups = merge([for name, colours in local.colours : {
    for colour in colours : "${name}-${colour}" => { service = name, colour = colour }
  }]...)
  # Longest paths first: what takes all else comes last.
  rules = { for name, target in var.targets : name => target if length(target.paths) > 0 }
  order = concat(
    [for name, target in local.rules : name if !contains(target.paths, "/api/*")],
    [for name, target in local.rules : name if contains(target.paths, "/api/*")],
  )
}

resource "aws_lb_target_group" "service" {
  for_each = local.groups

  name                 = substr("${trimprefix(var.name, "traclearn-")}-${local.prefix[each.value.service]}${each.value.colour == "green" ? "-green" : ""}", 0, 32)
  vpc_id               = var.vpc_id
  port                 = var.targets[each.value.service].port
  protocol             = "HTTPS"
  target_type          = "ip"
  deregistration_delay = 30 # seconds; the longest answer takes 29
  health_check {
    protocol            = "HTTPS"
    path                = var.targets[each.value.service].health
    matcher             = "200"
    interval            = 10
    timeout             = 5
    healthy_threshold   = 2
    unhealthy_threshold = 3
  }
}

resource "aws_lb_listener_rule" "service" {
  for_each = local.rules

  listener_arn = aws_lb_listener.https.arn
  priority     = 100 + 10 * index(local.order, each.key)
  condition {
    path_pattern {
      values = each.value.paths
    }
  }
  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.service["${each.key}-blue"].arn
  }
  lifecycle {
    ignore_changes = [action] # a blue-green deployment turns it from one colour to the other
  }
}
