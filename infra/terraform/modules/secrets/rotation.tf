# AWS's own function for PostgreSQL: it changes the password in the database and then in the secret, and proves it.
# Source: https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_available-rotation-templates.html
resource "aws_serverlessapplicationrepository_cloudformation_stack" "rotation" {
  name           = "${var.name}-rotation"
  application_id = "arn:aws:serverlessrepo:us-east-1:297356227824:applications/SecretsManagerRDSPostgreSQLRotationSingleUser"
  capabilities   = ["CAPABILITY_IAM", "CAPABILITY_RESOURCE_POLICY"]
  parameters = {
    functionName        = "${var.name}-rotation"
    endpoint            = "https://secretsmanager.${var.account.region}.amazonaws.com"
    kmsKeyArn           = var.key_arn
    vpcSubnetIds        = join(",", var.rotation.subnet_ids)
    vpcSecurityGroupIds = var.rotation.group_id
    excludeCharacters   = "/@\"'\\:?#%&" # a URL can hold the others as they are
  }
}
