# Terraform knows the place of these and never the value: none stands in its state.
resource "aws_secretsmanager_secret" "given" {
  #checkov:skip=CKV2_AWS_57: others give these: Aura, providers, SES; README.md says how they are changed
  for_each = var.given

  name                    = "${var.name}/${each.key}"
  description             = each.value
  kms_key_id              = var.key_arn
  recovery_window_in_days = 30
}

# {engine, host, port, dbname, username, password}, the form that the rotation function reads. The first day writes
# it; from then on the function does. The worker's pool asks for the password with each new connection.
resource "aws_secretsmanager_secret" "role" {
  for_each = var.roles

  name                    = "${var.name}/${each.key}-database"
  description             = "Password of the database role ${each.value}"
  kms_key_id              = var.key_arn
  recovery_window_in_days = 30
}

resource "aws_secretsmanager_secret_rotation" "role" {
  for_each = var.roles

  secret_id           = aws_secretsmanager_secret.role[each.key].id
  rotation_lambda_arn = aws_serverlessapplicationrepository_cloudformation_stack.rotation.outputs["RotationLambdaARN"]
  rotate_immediately  = false # there is no value before the first day
  rotation_rules {
    automatically_after_days = var.rotation.days
  }
}
