# PostgreSQL: Trac's tables, the schema `learning`, each service's own. What only it knows is answers and grades.
resource "aws_db_subnet_group" "main" {
  name       = var.name
  subnet_ids = var.subnet_ids
}

resource "aws_db_parameter_group" "main" {
  name_prefix = "${var.name}-"
  family      = "postgres15"
  parameter {
    name  = "rds.force_ssl"
    value = "1"
  }
  parameter {
    name  = "log_min_duration_statement" # milliseconds: the slow queries of the dashboard
    value = "500"
  }
  parameter {
    name  = "log_parameter_max_length" # a bound value may be an answer
    value = "0"
  }
  parameter {
    name  = "log_parameter_max_length_on_error"
    value = "0"
  }
  parameter {
    name         = "shared_preload_libraries"
    value        = "pg_stat_statements"
    apply_method = "pending-reboot"
  }
  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_db_instance" "main" {
  #checkov:skip=CKV_AWS_161: passwords, which renew themselves: a token of IAM lasts 15 minutes, and a pool opens connections at any time
  identifier     = var.name
  engine         = "postgres"
  engine_version = "15" # the newest minor one; AWS keeps it new
  instance_class = var.database.class
  db_name        = "traclearn"
  username       = "postgres"

  manage_master_user_password   = true # in Secrets Manager, renewed every seven days by RDS itself
  master_user_secret_kms_key_id = var.key_arn

  storage_type          = "gp3"
  allocated_storage     = var.database.storage
  max_allocated_storage = var.database.max_storage
  storage_encrypted     = true
  kms_key_id            = var.key_arn

  multi_az               = var.database.multi_az
  db_subnet_group_name   = aws_db_subnet_group.main.name
  vpc_security_group_ids = [var.group_ids["database"]]
  publicly_accessible    = false
  parameter_group_name   = aws_db_parameter_group.main.name
  ca_cert_identifier     = "rds-ca-rsa2048-g1"

  backup_retention_period   = var.database.backup_days # with it, any second of those days can be restored
  backup_window             = "02:00-03:00"            # UTC
  maintenance_window        = "sun:03:30-sun:04:30"
  copy_tags_to_snapshot     = true
  deletion_protection       = var.protected
  skip_final_snapshot       = !var.protected
  final_snapshot_identifier = "${var.name}-final"

  performance_insights_enabled          = true
  performance_insights_kms_key_id       = var.key_arn
  performance_insights_retention_period = var.database.insight_days
  monitoring_interval                   = 60
  monitoring_role_arn                   = aws_iam_role.monitoring.arn
  enabled_cloudwatch_logs_exports       = ["postgresql", "upgrade"]
  auto_minor_version_upgrade            = true
}

# The gradebook, its exports and spending are read here, seconds late (READ_DATABASE_URL). Never the feed (its cursor would skip what is not here
# yet) and never a read with an ETag (an older state would look like a change).
resource "aws_db_instance" "replica" {
  #checkov:skip=CKV_AWS_157: a copy; the other one stands in two zones
  count = var.database.replica ? 1 : 0

  identifier                            = "${var.name}-replica"
  replicate_source_db                   = aws_db_instance.main.identifier
  instance_class                        = var.database.class
  storage_encrypted                     = true
  storage_type                          = "gp3"
  max_allocated_storage                 = var.database.max_storage
  vpc_security_group_ids                = [var.group_ids["database"]]
  publicly_accessible                   = false
  parameter_group_name                  = aws_db_parameter_group.main.name
  ca_cert_identifier                    = "rds-ca-rsa2048-g1"
  copy_tags_to_snapshot                 = true
  deletion_protection                   = var.protected
  skip_final_snapshot                   = true # a copy: what it had is in the other
  performance_insights_enabled          = true
  performance_insights_kms_key_id       = var.key_arn
  performance_insights_retention_period = var.database.insight_days
  monitoring_interval                   = 60
  monitoring_role_arn                   = aws_iam_role.monitoring.arn
  enabled_cloudwatch_logs_exports       = ["postgresql", "upgrade"]
  auto_minor_version_upgrade            = true
}

data "aws_iam_policy_document" "monitoring" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["monitoring.rds.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "monitoring" {
  name               = "${var.name}-database-monitoring"
  assume_role_policy = data.aws_iam_policy_document.monitoring.json
}

resource "aws_iam_role_policy_attachment" "monitoring" {
  role       = aws_iam_role.monitoring.name
  policy_arn = "arn:${var.account.partition}:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"
}
