# A link of a REST API reaches a network load balancer alone; paths want an application load balancer: one behind
# the other, neither of them reached from outside. TLS goes through the first one as it is.
resource "aws_lb" "link" {
  #checkov:skip=CKV_AWS_91: it passes TLS on as it is; the other one writes the log
  name                                                         = "${var.name}-link"
  internal                                                     = true
  load_balancer_type                                           = "network"
  subnets                                                      = var.subnet_ids
  security_groups                                              = [var.group_ids["link"]]
  enforce_security_group_inbound_rules_on_private_link_traffic = "off" # API Gateway comes by PrivateLink
  enable_cross_zone_load_balancing                             = true
  enable_deletion_protection                                   = var.protected
}

resource "aws_lb_target_group" "balancer" {
  name        = "${var.name}-balancer"
  vpc_id      = var.vpc_id
  port        = 443
  protocol    = "TCP"
  target_type = "alb"
  health_check {
    protocol = "HTTPS"
    path     = "/balancer"
    matcher  = "200"
  }
}

resource "aws_lb_target_group_attachment" "balancer" {
  target_group_arn = aws_lb_target_group.balancer.arn
  target_id        = aws_lb.paths.arn
  depends_on       = [aws_lb_listener.https]
}

resource "aws_lb_listener" "link" {
  load_balancer_arn = aws_lb.link.arn
  port              = 443
  protocol          = "TCP"
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.balancer.arn
  }
}

resource "aws_api_gateway_vpc_link" "link" {
  name        = var.name
  target_arns = [aws_lb.link.arn]
}

resource "aws_lb" "paths" {
  name                       = "${var.name}-paths"
  internal                   = true
  load_balancer_type         = "application"
  subnets                    = var.subnet_ids
  security_groups            = [var.group_ids["balancer"]]
  drop_invalid_header_fields = true
  desync_mitigation_mode     = "strictest"
  idle_timeout               = 35 # API Gateway gives up after 29 s
  enable_deletion_protection = var.protected
  access_logs {
    bucket  = var.logs_bucket
    prefix  = "balancer"
    enabled = true
  }
}

resource "aws_lb_listener" "https" {
  load_balancer_arn = aws_lb.paths.arn
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"
  certificate_arn   = var.certificate_arn
  default_action {
    type = "fixed-response"
    fixed_response {
      content_type = "application/json"
      message_body = jsonencode({ message = "There is no such route." })
      status_code  = "404"
    }
  }
}

# For the network load balancer's question whether this one lives.
resource "aws_lb_listener_rule" "lives" {
  listener_arn = aws_lb_listener.https.arn
  priority     = 1
  condition {
    path_pattern {
      values = ["/balancer"]
    }
  }
  action {
    type = "fixed-response"
    fixed_response {
      content_type = "text/plain"
      status_code  = "200"
    }
  }
}
