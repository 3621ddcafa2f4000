# Told when a month's cost is likely to go above what was meant, and when it has come near.
locals {
  costs_arn = "arn:${var.account.partition}:sns:${var.account.region}:${var.account.id}:traclearn-costs"
}

resource "aws_sns_topic" "costs" {
  name              = "traclearn-costs"
  kms_master_key_id = var.key_arn # its policy lets AWS Budgets in
}

data "aws_iam_policy_document" "costs" {
  statement {
    sid       = "BudgetsTell"
    actions   = ["sns:Publish"]
    resources = [local.costs_arn]
    principals {
      type        = "Service"
      identifiers = ["budgets.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [var.account.id]
    }
    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = ["arn:${var.account.partition}:budgets::${var.account.id}:*"]
    }
  }
}

resource "aws_sns_topic_policy" "costs" {
  arn    = aws_sns_topic.costs.arn
  policy = data.aws_iam_policy_document.costs.json
}

resource "aws_sns_topic_subscription" "costs" {
  topic_arn = aws_sns_topic.costs.arn
  protocol  = "email"
  endpoint  = var.mail
}

resource "aws_budgets_budget" "month" {
  name         = "traclearn-month"
  budget_type  = "COST"
  limit_amount = tostring(var.monthly_budget)
  limit_unit   = "USD"
  time_unit    = "MONTHLY"
  dynamic "notification" {
    for_each = { FORECASTED = 100, ACTUAL = 80 }
    content {
      notification_type         = notification.key
      comparison_operator       = "GREATER_THAN"
      threshold                 = notification.value
      threshold_type            = "PERCENTAGE"
      subscriber_sns_topic_arns = [local.costs_arn]
    }
  }
  depends_on = [aws_sns_topic_policy.costs] # AWS asks first whether it may
}
