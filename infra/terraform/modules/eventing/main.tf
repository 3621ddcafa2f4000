# The bus that all services share, and its memory. The account's own bus, where S3 speaks, is there already.
resource "aws_cloudwatch_event_bus" "traclearn" {
  name = var.topology.bus
}

# What a restore to a point in time rolls back in PostgreSQL is replayed from here.
resource "aws_cloudwatch_event_archive" "traclearn" {
  name             = var.topology.bus
  description      = "Replayed after the database was restored to a point in time"
  event_source_arn = aws_cloudwatch_event_bus.traclearn.arn
  retention_days   = var.archive_days
}
