# Who asked what and how it ended; no body, no query (sign-in codes travel there), no token.
locals {
  access_log = {
    requestId = "$context.requestId"
    time      = "$context.requestTime"
    learner   = "$context.authorizer.claims.sub"
    method    = "$context.httpMethod"
    route     = "$context.resourcePath"
    status    = "$context.status"
    length    = "$context.responseLength"
    latency   = "$context.responseLatency"
    backend   = "$context.integration.latency"
    refused   = "$context.error.responseType"
    trace     = "$context.xrayTraceId"
  }
}

resource "aws_cloudwatch_log_group" "access" {
  name              = "/traclearn/${var.name}/api-access"
  retention_in_days = 365
  kms_key_id        = var.log_key_arn
}
