output "database" {
  description = "Address and port of PostgreSQL, the replica's address where there is one, the administrator's secret, identifier."
  value = {
    address      = aws_db_instance.main.address
    port         = 5432
    replica      = try(aws_db_instance.replica[0].address, null)
    admin_secret = one(aws_db_instance.main.master_user_secret[*].secret_arn)
    id           = aws_db_instance.main.identifier
  }
}

output "cache" {
  description = "Where the cluster of Redis is asked first, and the id of its replication group."
  value = {
    address = aws_elasticache_replication_group.main.configuration_endpoint_address
    id      = aws_elasticache_replication_group.main.replication_group_id
  }
}

output "bucket" {
  description = "Name, ARN and address for browsers of the bucket for uploads."
  value = {
    name = aws_s3_bucket.content.bucket
    arn  = local.bucket_arn
    url  = "https://${aws_s3_bucket.content.bucket_regional_domain_name}"
  }
}

output "files" {
  description = "File system and access point of Trac's attachments."
  value = {
    id           = aws_efs_file_system.attachments.id
    arn          = aws_efs_file_system.attachments.arn
    access_point = aws_efs_access_point.attachments.id
    point_arn    = aws_efs_access_point.attachments.arn
  }
}
