# Who changed what in the account, in every region, in files that show when one was changed.
resource "aws_s3_bucket" "trail" {
  #checkov:skip=CKV2_AWS_62: nobody waits for a file
  #checkov:skip=CKV_AWS_144: one region is what there is, see README.md
  #checkov:skip=CKV_AWS_18: CloudTrail has who asked
  #checkov:skip=CKV_AWS_145: CloudTrail writes without our key
  bucket = "traclearn-trail-${var.account.id}"
  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_s3_bucket_versioning" "trail" {
  bucket = aws_s3_bucket.trail.id
  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "trail" {
  bucket = aws_s3_bucket.trail.id
  rule {
    id     = "two-years"
    status = "Enabled"
    filter {}
    expiration {
      days = 730
    }
    noncurrent_version_expiration {
      noncurrent_days = 30
    }
    abort_incomplete_multipart_upload {
      days_after_initiation = 1
    }
  }
  depends_on = [aws_s3_bucket_versioning.trail]
}

resource "aws_cloudtrail" "account" {
  #checkov:skip=CKV2_AWS_10: nobody watches it live; it is asked after something happened
  #checkov:skip=CKV_AWS_252: a mail for each file would be read by nobody
  #checkov:skip=CKV_AWS_35: with a key of S3's own; who may read it is said by the bucket's policy
  name                       = "traclearn"
  s3_bucket_name             = aws_s3_bucket.trail.id
  is_multi_region_trail      = true
  enable_log_file_validation = true
  depends_on                 = [aws_s3_bucket_policy.private]
}
