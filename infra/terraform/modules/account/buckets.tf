# What holds for both buckets: nobody from outside, TLS, encryption.
locals {
  buckets   = { state = aws_s3_bucket.state, trail = aws_s3_bucket.trail }
  trail_arn = "arn:${var.account.partition}:cloudtrail:${var.account.region}:${var.account.id}:trail/traclearn"
}

resource "aws_s3_bucket_public_access_block" "private" {
  for_each = local.buckets

  bucket                  = each.value.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_server_side_encryption_configuration" "private" {
  for_each = local.buckets

  bucket = each.value.id
  rule {
    bucket_key_enabled = true
    apply_server_side_encryption_by_default {
      sse_algorithm     = each.key == "trail" ? "AES256" : "aws:kms" # CloudTrail writes without the key
      kms_master_key_id = each.key == "trail" ? null : var.key_arn
    }
  }
}

data "aws_iam_policy_document" "bucket" {
  for_each = local.buckets

  statement {
    sid       = "OnlyTLS"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [each.value.arn, "${each.value.arn}/*"]
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
  dynamic "statement" {
    for_each = each.key == "trail" ? { Look = ["s3:GetBucketAcl", each.value.arn], Write = ["s3:PutObject", "${each.value.arn}/AWSLogs/${var.account.id}/*"] } : {}
    content {
      sid       = "Trail${statement.key}"
      actions   = [statement.value[0]]
      resources = [statement.value[1]]
      principals {
        type        = "Service"
        identifiers = ["cloudtrail.amazonaws.com"]
      }
      condition {
        test     = "StringEquals"
        variable = "aws:SourceArn"
        values   = [local.trail_arn]
      }
    }
  }
}

resource "aws_s3_bucket_policy" "private" {
  for_each = local.buckets

  bucket = each.value.id
  policy = data.aws_iam_policy_document.bucket[each.key].json
}

# No bucket of this account is ever public, whoever makes it.
resource "aws_s3_account_public_access_block" "account" {
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}
