module "balancer" {
  source = "../balancer"

  name            = local.name
  vpc_id          = module.network.vpc_id
  subnet_ids      = module.network.private_subnet_ids
  group_ids       = module.security.ids
  certificate_arn = aws_acm_certificate_validation.inner.certificate_arn
  logs_bucket     = module.logs.bucket.name
  protected       = var.protected
  targets = {
    for name, port in local.asked : name => {
      port       = port
      health     = name == "trac" ? "/trac/chrome/common/trac.ico" : "/health"
      paths      = local.paths[name]
      blue_green = name == "trac"
    }
  }
}

module "identity" {
  source = "../identity"

  name         = local.name
  account      = var.account
  site_url     = local.url
  mail         = { from = var.mail.from, identity_arn = aws_sesv2_email_identity.site.arn }
  self_sign_up = var.self_sign_up
  protected    = var.protected
}

module "api" {
  source = "../api"

  document      = "${var.repository}/build/terraform/api.json"
  name          = local.name
  account       = var.account
  bus           = { name = module.eventing.bus_name, arn = "arn:${var.account.partition}:events:${local.here}:event-bus/${local.topology.bus}" }
  events        = { source = local.openapi["x-traclearn-source"], detail_types = local.said_by_gateway }
  user_pool_arn = module.identity.pool.arn
  vpc_link_id   = module.balancer.vpc_link_id
  backend       = local.inner.backend
  domain        = { name = local.inner.api, certificate_arn = aws_acm_certificate_validation.inner.certificate_arn }
  cached_routes = local.cached_routes
  log_key_arn   = module.key.arn
}

module "edge" {
  source    = "../edge"
  providers = { aws = aws, aws.us_east_1 = aws.us_east_1 }

  name               = local.name
  account            = var.account
  domain             = var.domain.name
  zone_id            = var.domain.zone_id
  api_domain         = local.inner.api
  api_stage_arn      = module.api.stage_arn
  origin_secret      = var.origin_secret
  logs_bucket_domain = module.logs.bucket.domain
}
