module "data" {
  source = "../data"

  name        = local.name
  account     = var.account
  key_arn     = module.key.arn
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
    graph          = "Aura: {uri: neo4j+s://…, user, password}"
    providers      = "Keys of language models: {openai, anthropic}, those that are used"
    trac-ini       = "Trac's whole trac.ini, with the database's address, the machine client's secret and SMTP"
    owner-database = "Address of the database for migrations: postgresql+asyncpg://traclearn:…@…/traclearn?ssl=verify-full"
    tls            = "Certificate and key in front of the tasks, PEM, self-signed: {certificate, key}"
  }
  roles = { for name in keys(local.roster) : name => replace(name, "-", "_") }
  rotation = {
    days       = 30
    subnet_ids = module.network.private_subnet_ids
    group_id   = module.security.ids["rotation"]
  }
}

# This one stands in Terraform's state in any case: ElastiCache takes its token from there.
resource "aws_secretsmanager_secret" "made" {
  for_each = toset(["cache"])

  #checkov:skip=CKV2_AWS_57: renewed by an apply with another token
  name                    = "${local.name}/${each.value}"
  kms_key_id              = module.key.arn
  recovery_window_in_days = 30
}

resource "aws_secretsmanager_secret_version" "cache" {
  secret_id     = aws_secretsmanager_secret.made["cache"].id
  secret_string = "rediss://:${urlencode(var.cache_token)}@${module.data.cache.address}:6379"
}
