# What each worker may do: read its own queue, give up into its own dead-letter queue, speak as itself, read its own
# password, and what its needs say. Every name is known before anything is there, so that a plan shows it whole.
locals {
  arn   = { for service in ["s3", "kms", "secretsmanager", "elasticfilesystem"] : service => "arn:${var.account.partition}:${service}" }
  here  = "${var.account.region}:${var.account.id}"
  alias = "alias/${local.name}"
}

data "aws_iam_policy_document" "worker" {
  for_each = local.roster

  statement {
    sid       = "WorkOnItsQueue"
    actions   = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes"]
    resources = [module.worker[each.key].queue.arn]
  }
  statement {
    sid       = "GiveUp"
    actions   = ["sqs:SendMessage"]
    resources = [module.worker[each.key].queue.dlq_arn]
  }
  statement {
    sid       = "SpeakAsItself"
    actions   = ["events:PutEvents"]
    resources = ["arn:${var.account.partition}:events:${local.here}:event-bus/${local.topology.bus}"]
    condition {
      test     = "StringEquals"
      variable = "events:source"
      values   = ["traclearn.${each.key}"]
    }
  }
  statement {
    sid       = "ReadItsPassword"
    actions   = ["secretsmanager:GetSecretValue"]
    resources = ["${local.arn.secretsmanager}:${local.here}:secret:${local.name}/${each.key}-database-??????"]
  }
  dynamic "statement" {
    for_each = contains(each.value.needs, "bucket") ? [1] : []
    content {
      sid       = "KeepOriginals" # a person's upload is granted in this role's name
      actions   = ["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject", "s3:DeleteObject"]
      resources = ["${local.arn.s3}:::${local.bucket}/*"]
    }
  }
  dynamic "statement" {
    for_each = contains(each.value.needs, "queue-counts") ? [1] : []
    content {
      sid       = "CountMessages" # for operators: numbers, no message
      actions   = ["sqs:GetQueueAttributes"]
      resources = ["arn:${var.account.partition}:sqs:${local.here}:traclearn-*"]
    }
  }
  statement {
    sid       = "UseTheKey"
    actions   = concat(["kms:Decrypt"], contains(each.value.needs, "bucket") ? ["kms:GenerateDataKey"] : [])
    resources = ["${local.arn.kms}:${local.here}:key/*"]
    condition {
      test     = "ForAnyValue:StringEquals"
      variable = "kms:ResourceAliases"
      values   = [local.alias]
    }
  }
}

data "aws_iam_policy_document" "trac" {
  statement {
    sid       = "MountAttachments"
    actions   = ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"]
    resources = ["${local.arn.elasticfilesystem}:${local.here}:file-system/*"]
    condition {
      test     = "StringEquals"
      variable = "aws:ResourceTag/Name"
      values   = ["${local.name}-attachments"]
    }
  }
}
