# Nobody speaks to a queue without TLS, whatever their own policies say.
data "aws_iam_policy_document" "tls" {
  for_each = local.arns

  statement {
    sid       = "OnlyTLS"
    effect    = "Deny"
    actions   = ["sqs:*"]
    resources = [each.value]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

# EventBridge may send what one of this queue's own rules let through; no other rule, of no other account.
data "aws_iam_policy_document" "send" {
  for_each = { for kind, arn in local.arns : kind => arn if kind != "dlq" }

  source_policy_documents = [data.aws_iam_policy_document.tls[each.key].json]
  statement {
    sid       = "RulesSend"
    actions   = ["sqs:SendMessage"]
    resources = [each.value]
    principals {
      type        = "Service"
      identifiers = ["events.amazonaws.com"]
    }
    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = local.rule_arns
    }
  }
}
