# Trac's attachments: several containers of Trac share them.
resource "aws_efs_file_system" "attachments" {
  creation_token = "${var.name}-attachments"
  encrypted      = true
  kms_key_id     = var.key_arn
  lifecycle_policy {
    transition_to_ia = "AFTER_30_DAYS"
  }
  lifecycle_policy {
    transition_to_primary_storage_class = "AFTER_1_ACCESS"
  }
  tags = { Name = "${var.name}-attachments" }
}

resource "aws_efs_mount_target" "attachments" {
  count = 3

  file_system_id  = aws_efs_file_system.attachments.id
  subnet_id       = var.subnet_ids[count.index]
  security_groups = [var.group_ids["files"]]
}

# Everybody who mounts it is Trac's user, in this folder.
resource "aws_efs_access_point" "attachments" {
  file_system_id = aws_efs_file_system.attachments.id
  posix_user {
    uid = 10001 # as in Trac's image
    gid = 10001
  }
  root_directory {
    path = "/attachments"
    creation_info {
      owner_uid   = 10001
      owner_gid   = 10001
      permissions = "0700"
    }
  }
}

data "aws_iam_policy_document" "attachments" {
  statement {
    sid       = "OnlyTLS"
    effect    = "Deny"
    actions   = ["*"]
    resources = [aws_efs_file_system.attachments.arn]
    principals {
      type        = "AWS"
      identifiers = ["*"]
    }
    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
  statement {
    sid       = "ByMountTarget"
    actions   = ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"]
    resources = [aws_efs_file_system.attachments.arn]
    principals {
      type        = "AWS"
      identifiers = ["arn:${var.account.partition}:iam::${var.account.id}:root"] # the task's role says who
    }
    condition {
      test     = "Bool"
      variable = "elasticfilesystem:AccessedViaMountTarget"
      values   = ["true"]
    }
  }
}

resource "aws_efs_file_system_policy" "attachments" {
  file_system_id = aws_efs_file_system.attachments.id
  policy         = data.aws_iam_policy_document.attachments.json
}
