# One page for when nothing of ours answers: it lies where neither Trac nor the API is needed to send it.
locals {
  pages      = "${var.name}-pages-${var.account.id}"
  pages_arn  = "arn:${var.account.partition}:s3:::${local.pages}"
  page       = "/errors/unreachable.html"
  unanswered = [502, 504] # said by CloudFront and the gateway alone; 500 and 503 come with a page or JSON of ours
}

resource "aws_s3_bucket" "pages" {
  #checkov:skip=CKV_AWS_18: a page without secrets; CloudFront logs who asked
  #checkov:skip=CKV_AWS_21: the page is in the repository
  #checkov:skip=CKV_AWS_144: likewise
  #checkov:skip=CKV_AWS_145: CloudFront reads without our key, and everybody may read it
  #checkov:skip=CKV2_AWS_61: nothing in it grows old
  #checkov:skip=CKV2_AWS_62: nobody waits for a file
  bucket        = local.pages
  force_destroy = true
}

resource "aws_s3_bucket_public_access_block" "pages" {
  bucket                  = aws_s3_bucket.pages.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_object" "unreachable" {
  bucket        = aws_s3_bucket.pages.id
  key           = trimprefix(local.page, "/")
  content       = file("${path.module}/unreachable.html")
  content_type  = "text/html; charset=utf-8"
  cache_control = "max-age=3600"
}

resource "aws_cloudfront_origin_access_control" "pages" {
  name                              = "${var.name}-pages"
  origin_access_control_origin_type = "s3"
  signing_behavior                  = "always"
  signing_protocol                  = "sigv4"
}

data "aws_iam_policy_document" "pages" {
  statement {
    sid       = "OnlyTLS"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [local.pages_arn, "${local.pages_arn}/*"]
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
    sid       = "OurDistributionReads"
    actions   = ["s3:GetObject"]
    resources = ["${local.pages_arn}/*"]
    principals {
      type        = "Service"
      identifiers = ["cloudfront.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceArn"
      values   = [aws_cloudfront_distribution.site.arn]
    }
  }
}

resource "aws_s3_bucket_policy" "pages" {
  bucket = aws_s3_bucket.pages.id
  policy = data.aws_iam_policy_document.pages.json
}
