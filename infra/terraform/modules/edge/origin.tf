# Before the API: whoever is not CloudFront is turned away, so that no way leads around the firewall above.
resource "aws_wafv2_web_acl" "origin" {
  #checkov:skip=CKV_AWS_192: whoever comes this far has come through the other firewall
  name  = "${var.name}-origin"
  scope = "REGIONAL"
  default_action {
    block {}
  }
  rule {
    name     = "is-cloudfront"
    priority = 1
    action {
      allow {}
    }
    statement {
      byte_match_statement {
        search_string         = var.origin_secret
        positional_constraint = "EXACTLY"
        field_to_match {
          single_header {
            name = "x-traclearn-origin"
          }
        }
        text_transformation {
          priority = 0
          type     = "NONE"
        }
      }
    }
    visibility_config {
      cloudwatch_metrics_enabled = true
      metric_name                = "${var.name}-is-cloudfront"
      sampled_requests_enabled   = false
    }
  }
  visibility_config {
    cloudwatch_metrics_enabled = true
    metric_name                = "${var.name}-origin"
    sampled_requests_enabled   = false
  }
}

resource "aws_wafv2_web_acl_association" "origin" {
  resource_arn = var.api_stage_arn
  web_acl_arn  = aws_wafv2_web_acl.origin.arn
}

resource "aws_cloudwatch_log_group" "origin" {
  name              = "aws-waf-logs-${var.name}-origin"
  retention_in_days = 365
  kms_key_id        = var.log_key_arn
}

resource "aws_wafv2_web_acl_logging_configuration" "origin" {
  resource_arn            = aws_wafv2_web_acl.origin.arn
  log_destination_configs = [aws_cloudwatch_log_group.origin.arn]
  dynamic "redacted_fields" {
    for_each = ["cookie", "authorization", "x-traclearn-origin"]
    content {
      single_header {
        name = redacted_fields.value
      }
    }
  }
  redacted_fields {
    query_string {}
  }
}
