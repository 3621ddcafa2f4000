module "cluster" {
  source = "../cluster"

  name      = local.name
  key_arn   = module.key.arn
  images    = concat(keys(local.roster), ["trac", "envoy"])
  protected = var.protected
}

# What each need of contracts/roster.yaml means on AWS: settings, and secrets by the name and key that they have.
locals {
  settings = {
    cache        = { REDIS_CLUSTER = "true" }
    graph        = {}
    model        = {} # in the image
    queue-counts = {} # a permission alone: policies.tf
    bucket = {
      BUCKET     = local.bucket
      UPLOAD_URL = "https://${local.bucket}.s3.${var.account.region}.amazonaws.com"
    }
    sign-in = {
      COGNITO_ISSUER            = module.identity.pool.issuer
      COGNITO_CLIENT_ID         = module.identity.web_client_id
      COGNITO_MACHINE_CLIENT_ID = module.identity.machine_client_id
    }
  }
  secrets = {
    cache        = { REDIS_URL = { name = "cache", key = "" } }
    graph        = { for key in ["uri", "user", "password"] : "NEO4J_${upper(key)}" => { name = "graph", key = key } }
    model        = {}
    bucket       = {}
    sign-in      = {}
    queue-counts = {}
  }
  models = {
    settings = var.language_models.models == "" ? {} : { GRADER_MODELS = var.language_models.models }
    secrets  = { for name in var.language_models.providers : "${upper(name)}_API_KEY" => { name = "providers", key = name } }
  }
  replica = var.database.replica ? {
    READ_DATABASE_URL = "postgresql+asyncpg://progress@${module.data.database.replica}:5432/traclearn?ssl=verify-full"
  } : {}
  secret_arns = merge(module.secrets.given, { for name, secret in aws_secretsmanager_secret.made : name => secret.arn })
  doors = {
    for name, port in local.asked : name => {
      port       = port
      inner_port = port + 1000
      image      = "${module.cluster.repositories["envoy"]}:${var.tags.envoy}"
      secret_arn = module.secrets.given["tls"]
    }
  }
  # `/health` asks nothing of others; the image's own health check does the same.
  alive = "import os, urllib.request as r; r.urlopen('http://127.0.0.1:' + os.environ['PORT'] + '/health', timeout=4)"
}

# Worker and API are one process, and rolled: two colours would both take from the queue, which is safe and gains
# nothing. Trac, which people look at, is turned from blue to green.
module "service" {
  source   = "../service"
  for_each = local.roster

  name    = each.key
  prefix  = local.name
  account = var.account
  cluster = module.cluster.cluster
  image   = { address = "${module.cluster.repositories[each.key]}:${var.tags.release}" }
  size    = { cpu = var.programs[each.key].cpu, memory = var.programs[each.key].memory }
  tasks   = { min = var.programs[each.key].min, max = var.programs[each.key].max }
  network = { subnet_ids = module.network.private_subnet_ids, group_id = module.security.ids[each.key] }
  environment = merge(concat([
    module.worker[each.key].settings,
    {
      PORT            = tostring(9000)
      HOST            = "127.0.0.1"
      QUEUE_URL       = module.worker[each.key].queue.url
      DLQ_URL         = module.worker[each.key].queue.dlq_url
      EVENT_BUS       = module.eventing.bus_name
      DATABASE_URL    = "postgresql+asyncpg://${replace(each.key, "-", "_")}@${module.data.database.address}:5432/traclearn?ssl=verify-full"
      DATABASE_SECRET = module.secrets.roles[each.key]
    },
    try(each.value.settings, {}),
    each.key == "progress" ? local.replica : {},
    each.key == "grader" ? local.models.settings : {},
  ], [for need in each.value.needs : local.settings[need]])...)
  secrets = {
    for variable, secret in merge(concat(
      [each.key == "grader" ? local.models.secrets : {}],
      [for need in each.value.needs : local.secrets[need]],
    )...) : variable => { name = "${local.name}/${secret.name}", arn = local.secret_arns[secret.name], key = secret.key }
  }
  policy           = data.aws_iam_policy_document.worker[each.key].json
  door             = contains(keys(local.asked), each.key) ? local.doors[each.key] : null
  target_group_arn = contains(keys(local.asked), each.key) ? module.balancer.groups["${each.key}-blue"].arn : null
  health_command   = ["python", "-c", local.alive]
  backlog          = { queue_name = module.worker[each.key].queue.name, per_task = var.programs[each.key].per_task }
  key_arn          = module.key.arn
}
