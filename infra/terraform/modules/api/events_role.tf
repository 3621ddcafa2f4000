# API Gateway speaks on the bus as Trac's source alone, and says only what the document has routes for. It cannot
# forge a grade, whatever a template is made to print.
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["apigateway.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [var.account.id]
    }
  }
}

data "aws_iam_policy_document" "put_events" {
  statement {
    actions   = ["events:PutEvents"]
    resources = [var.bus.arn]
    condition {
      test     = "StringEquals"
      variable = "events:source"
      values   = [var.events.source]
    }
    condition {
      test     = "StringEquals"
      variable = "events:detail-type"
      values   = var.events.detail_types
    }
  }
}

resource "aws_iam_role" "events" {
  name               = "${var.name}-gateway-events"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy" "events" {
  name   = "put-events"
  role   = aws_iam_role.events.id
  policy = data.aws_iam_policy_document.put_events.json
}
