module "data" {
  source = "../data"

  name        = local.name
  account     = var.account
  key_arn     = module.key.arn
  vpc_id      = module.network.vpc_id
  subnet_ids  = module.network.data_subnet_ids
  group_ids   = module.security.ids
  database    = var.database
  cache       = var.cache
  cache_token = var.cache_token
  bucket      = local.bucket
  site_url    = local.url
  protected   = var.protected
}

module "secrets" {
  source = "../secrets"

  name    = local.name
  account = var.account
  key_arn = module.key.arn
  given = {
    graph         = "Aura: {uri: neo4j+s://…, user, password}"
    providers     = "Keys of language models: {openai, anthropic}, those that are used"
    trac-database = "Address of the database for Trac: postgres://trac:…@…/traclearn?sslmode=require"
    tls           = "Certificate and key in front of the tasks, PEM, self-signed: {certificate, key}"
    mail          = "SMTP of SES: {user, password}"
  }
  roles = { for name in keys(local.roster) : name => replace(name, "-", "_") }
  rotation = {
    days       = 30
    subnet_ids = module.network.private_subnet_ids
    group_id   = module.security.ids["rotation"]
  }
}

# These two stand in Terraform's state in any case, where they were made.
resource "aws_secretsmanager_secret" "made" {
  for_each = toset(["cache", "machine-client"])

  #checkov:skip=CKV2_AWS_57: renewed by an apply with another token, or by another client of Cognito
  name                    = "${local.name}/${each.value}"
  kms_key_id              = module.key.arn
  recovery_window_in_days = 30
}

resource "aws_secretsmanager_secret_version" "cache" {
  secret_id     = aws_secretsmanager_secret.made["cache"].id
  secret_string = "rediss://:${urlencode(var.cache_token)}@${module.data.cache.address}:6379"
}

resource "aws_secretsmanager_secret_version" "machine_client" {
  secret_id     = aws_secretsmanager_secret.made["machine-client"].id
  secret_string = module.identity.machine_client_secret
}
