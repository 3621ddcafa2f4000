# Terraform's memory: every version kept, one writer at a time (a lock file beside the state, which S3 itself
# guards), and never thrown away by a destroy.
resource "aws_s3_bucket" "state" {
  #checkov:skip=CKV2_AWS_62: nobody waits for a file
  #checkov:skip=CKV_AWS_144: one region is what there is, see README.md
  #checkov:skip=CKV_AWS_18: CloudTrail has who asked
  bucket = "traclearn-state-${var.account.id}"
  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_s3_bucket_versioning" "state" {
  bucket = aws_s3_bucket.state.id
  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "state" {
  bucket = aws_s3_bucket.state.id
  rule {
    id     = "old-states"
    status = "Enabled"
    filter {}
    noncurrent_version_expiration {
      noncurrent_days           = 365
      newer_noncurrent_versions = 20
    }
    abort_incomplete_multipart_upload {
      days_after_initiation = 1
    }
  }
  depends_on = [aws_s3_bucket_versioning.state]
}
