# For every route: figures, errors in the log without what was said, and a bound on all callers together.
resource "aws_api_gateway_method_settings" "all" {
  #checkov:skip=CKV_AWS_225: routes are cached one by one, below; the feed never
  rest_api_id = aws_api_gateway_rest_api.traclearn.id
  stage_name  = aws_api_gateway_stage.live.stage_name
  method_path = "*/*"
  settings {
    metrics_enabled        = true
    logging_level          = "ERROR"
    data_trace_enabled     = false # it would log answers
    throttling_rate_limit  = var.throttle.rate
    throttling_burst_limit = var.throttle.burst
    caching_enabled        = false
  }
}

# The document puts the Authorization header and every parameter into the key of these routes.
resource "aws_api_gateway_method_settings" "cached" {
  for_each = var.cached_routes

  rest_api_id = aws_api_gateway_rest_api.traclearn.id
  stage_name  = aws_api_gateway_stage.live.stage_name
  method_path = "${replace(trimprefix(each.value, "/"), "/", "~1")}/GET"
  settings {
    metrics_enabled                            = true
    logging_level                              = "ERROR"
    data_trace_enabled                         = false
    throttling_rate_limit                      = var.throttle.rate
    throttling_burst_limit                     = var.throttle.burst
    caching_enabled                            = true
    cache_ttl_in_seconds                       = 300
    cache_data_encrypted                       = true
    require_authorization_for_cache_control    = true
    unauthorized_cache_control_header_strategy = "SUCCEED_WITHOUT_RESPONSE_HEADER"
  }
  depends_on = [aws_api_gateway_method_settings.all]
}
