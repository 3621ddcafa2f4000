# What must hold for everything that is stored, whatever an environment's sizes are.
mock_provider "aws" {
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{}" }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::111122223333:role/mock" }
  }
  mock_resource "aws_backup_vault" {
    defaults = { arn = "arn:aws:backup:eu-central-1:111122223333:backup-vault:mock" }
  }
  mock_resource "aws_efs_file_system" {
    defaults = { arn = "arn:aws:elasticfilesystem:eu-central-1:111122223333:file-system/fs-0" }
  }
  mock_resource "aws_db_instance" {
    defaults = { master_user_secret = [{ secret_arn = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:rds", secret_status = "active", kms_key_id = "k" }] }
  }
}

variables {
  name        = "traclearn-test"
  account     = { partition = "aws", region = "eu-central-1", id = "111122223333" }
  key_arn     = "arn:aws:kms:eu-central-1:111122223333:key/0"
  subnet_ids  = ["subnet-0", "subnet-1", "subnet-2"]
  group_ids   = { database = "sg-0", cache = "sg-1", files = "sg-2" }
  database    = { class = "db.r6g.large", storage = 100, max_storage = 200, multi_az = true, replica = true, backup_days = 30, insight_days = 7 }
  cache       = { node_type = "cache.r6g.large", shards = 2, replicas = 1, snapshot_days = 7 }
  cache_token = "sixteen-or-more-characters"
  bucket      = "traclearn-content-test"
  site_url    = "https://learn.example.org"
}

run "nothing_is_public" {
  command = apply

  assert {
    condition     = !aws_db_instance.main.publicly_accessible && alltrue([for one in aws_db_instance.replica : !one.publicly_accessible])
    error_message = "the database has a public address"
  }
  assert {
    condition = alltrue([
      aws_s3_bucket_public_access_block.content.block_public_acls, aws_s3_bucket_public_access_block.content.block_public_policy,
      aws_s3_bucket_public_access_block.content.ignore_public_acls, aws_s3_bucket_public_access_block.content.restrict_public_buckets,
    ])
    error_message = "the bucket could be opened"
  }
  assert {
    condition     = toset(aws_db_instance.main.vpc_security_group_ids) == toset(["sg-0"]) && toset(aws_elasticache_replication_group.main.security_group_ids) == toset(["sg-1"])
    error_message = "a store has another group than its own"
  }
}

run "everything_is_encrypted_with_the_key" {
  command = apply

  assert {
    condition     = aws_db_instance.main.storage_encrypted && aws_db_instance.main.kms_key_id == var.key_arn
    error_message = "the database is not"
  }
  assert {
    condition     = aws_elasticache_replication_group.main.at_rest_encryption_enabled == "true" && aws_elasticache_replication_group.main.transit_encryption_enabled && aws_elasticache_replication_group.main.kms_key_id == var.key_arn
    error_message = "Redis is not"
  }
  assert {
    condition     = aws_efs_file_system.attachments.encrypted && aws_efs_file_system.attachments.kms_key_id == var.key_arn && aws_backup_vault.main.kms_key_arn == var.key_arn
    error_message = "attachments or their backup are not"
  }
  assert {
    condition     = one(aws_s3_bucket_server_side_encryption_configuration.content.rule).apply_server_side_encryption_by_default[0].kms_master_key_id == var.key_arn
    error_message = "the bucket is not"
  }
  assert {
    condition     = one([for one in aws_db_parameter_group.main.parameter : one.value if one.name == "rds.force_ssl"]) == "1"
    error_message = "the database takes connections without TLS"
  }
}

run "what_people_wrote_can_be_had_again" {
  command = apply

  assert {
    condition     = aws_db_instance.main.backup_retention_period == 30 && aws_db_instance.main.deletion_protection && !aws_db_instance.main.skip_final_snapshot
    error_message = "the database's backups"
  }
  assert {
    condition     = aws_s3_bucket_versioning.content.versioning_configuration[0].status == "Enabled" && !aws_s3_bucket.content.force_destroy
    error_message = "originals' versions"
  }
  assert {
    condition     = one(aws_backup_plan.daily.rule).lifecycle[0].delete_after == 35 && one(aws_backup_selection.attachments.resources) == aws_efs_file_system.attachments.arn
    error_message = "attachments' backups"
  }
  assert {
    condition     = !aws_backup_vault.main.force_destroy
    error_message = "a destroy takes the backups, too"
  }
}

run "unprotected_environment_may_be_thrown_away" {
  command = apply
  variables {
    protected = false
  }
  assert {
    condition     = !aws_db_instance.main.deletion_protection && aws_db_instance.main.skip_final_snapshot && aws_s3_bucket.content.force_destroy && aws_backup_vault.main.force_destroy
    error_message = "a destroy would stop half-way"
  }
}
