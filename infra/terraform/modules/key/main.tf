# One key for all that lies in an environment: whoever may not use it reads nothing, whatever else they may.
locals {
  root = "arn:${var.account.partition}:iam::${var.account.id}:root"
  logs = "arn:${var.account.partition}:logs:${var.account.region}:${var.account.id}:*"
}

data "aws_iam_policy_document" "key" {
  #checkov:skip=CKV_AWS_356: likewise
  #checkov:skip=CKV_AWS_111: likewise
  #checkov:skip=CKV_AWS_109: this is the policy of the key itself: "*" is this key
  statement {
    sid       = "AccountDecides" # through its IAM policies; without it nobody could ever change the key
    actions   = ["kms:*"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = [local.root]
    }
  }
  statement {
    sid       = "LogsOfThisAccount"
    actions   = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"]
    resources = ["*"]
    principals {
      type        = "Service"
      identifiers = ["logs.${var.account.region}.amazonaws.com"]
    }
    condition {
      test     = "ArnLike"
      variable = "kms:EncryptionContext:aws:logs:arn"
      values   = [local.logs]
    }
  }
  statement {
    sid       = "AlarmsAndBudgetsToTopic"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey*"]
    resources = ["*"]
    principals {
      type        = "Service"
      identifiers = ["cloudwatch.amazonaws.com", "budgets.amazonaws.com", "events.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [var.account.id]
    }
  }
}

resource "aws_kms_key" "main" {
  description             = "All that ${var.name} stores"
  enable_key_rotation     = true
  deletion_window_in_days = 30
  policy                  = data.aws_iam_policy_document.key.json
}

resource "aws_kms_alias" "main" {
  name          = "alias/${var.name}"
  target_key_id = aws_kms_key.main.key_id
}
