# `alembic upgrade head` of each service, as a task of its own that a release runs before anything new serves. It
# alone signs in as the owner of the database.
module "migration" {
  source   = "../one_off"
  for_each = local.roster

  name    = "${each.key}-migration"
  prefix  = local.name
  account = var.account
  image   = { container = each.key, address = "${module.cluster.repositories[each.key]}:${var.tags.release}", command = ["alembic", "upgrade", "head"] }
  secrets = { MIGRATION_DATABASE_URL = { name = "${local.name}/owner-database", arn = local.secret_arns["owner-database"] } }
  key_arn = module.key.arn
}
