# The whole API comes from one document: the same that the local stack and the API's description are made of.
locals {
  body = templatefile(var.document, {
    bus             = var.bus.name
    partition       = var.account.partition
    region          = var.account.region
    events_role_arn = aws_iam_role.events.arn
    user_pool_arn   = var.user_pool_arn
    vpc_link_id     = var.vpc_link_id
    backend         = var.backend
  })
}

resource "aws_api_gateway_rest_api" "traclearn" {
  #checkov:skip=CKV_AWS_237: another one would have another id, and another address
  name                         = "TracLearnAPI"
  description                  = "Writes go in as events; reads come from services"
  body                         = local.body
  put_rest_api_mode            = "overwrite" # a route that left the document leaves the API
  disable_execute_api_endpoint = var.domain != null
  endpoint_configuration {
    types = ["REGIONAL"] # CloudFront stands in front already
  }
}

resource "aws_api_gateway_deployment" "traclearn" {
  rest_api_id = aws_api_gateway_rest_api.traclearn.id
  triggers    = { document = sha256(local.body) }
  lifecycle {
    create_before_destroy = true # the stage never stands without one
  }
}

resource "aws_api_gateway_stage" "live" {
  #checkov:skip=CKV2_AWS_29: modules/edge puts one before it
  #checkov:skip=CKV_AWS_120: on where a route is named, method by method
  #checkov:skip=CKV2_AWS_51: who calls is shown by a token; tasks are reached through a private link alone
  rest_api_id           = aws_api_gateway_rest_api.traclearn.id
  deployment_id         = aws_api_gateway_deployment.traclearn.id
  stage_name            = var.stage
  xray_tracing_enabled  = var.tracing
  cache_cluster_enabled = length(var.cached_routes) > 0
  cache_cluster_size    = length(var.cached_routes) > 0 ? var.cache_size : null
  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.access.arn
    format          = jsonencode(local.access_log)
  }
}
