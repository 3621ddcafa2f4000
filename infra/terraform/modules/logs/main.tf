# Access logs of CloudFront and the load balancers: files that AWS writes, and only with a key of S3's own.
locals {
  bucket = "${var.name}-logs-${var.account.id}"
  arn    = "arn:${var.account.partition}:s3:::${local.bucket}"
}

resource "aws_s3_bucket" "logs" {
  #checkov:skip=CKV_AWS_18: a log of the log would be a loop
  #checkov:skip=CKV_AWS_145: neither CloudFront nor a load balancer writes with a key of KMS
  #checkov:skip=CKV_AWS_21: written once, by AWS
  #checkov:skip=CKV_AWS_144: what was asked, not what people wrote: not worth a second region
  #checkov:skip=CKV2_AWS_62: nobody waits for a log file
  bucket        = local.bucket
  force_destroy = !var.protected
}

resource "aws_s3_bucket_public_access_block" "logs" {
  bucket                  = aws_s3_bucket.logs.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

# CloudFront's log delivery still goes by ACL.
resource "aws_s3_bucket_ownership_controls" "logs" {
  #checkov:skip=CKV2_AWS_65: see above
  bucket = aws_s3_bucket.logs.id
  rule {
    object_ownership = "BucketOwnerPreferred"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "logs" {
  bucket = aws_s3_bucket.logs.id
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "logs" {
  bucket = aws_s3_bucket.logs.id
  rule {
    id     = "a-year"
    status = "Enabled"
    filter {}
    expiration {
      days = 365
    }
    abort_incomplete_multipart_upload {
      days_after_initiation = 1
    }
  }
}

data "aws_iam_policy_document" "logs" {
  statement {
    sid       = "OnlyTLS"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [local.arn, "${local.arn}/*"]
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
  statement {
    sid       = "BalancersWrite"
    actions   = ["s3:PutObject"]
    resources = ["${local.arn}/balancer/AWSLogs/${var.account.id}/*"]
    principals {
      type        = "Service"
      identifiers = ["logdelivery.elasticloadbalancing.amazonaws.com"]
    }
  }
}

resource "aws_s3_bucket_policy" "logs" {
  bucket = aws_s3_bucket.logs.id
  policy = data.aws_iam_policy_document.logs.json
}
