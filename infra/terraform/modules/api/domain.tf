# The name that CloudFront asks. Without a domain of one's own the API keeps AWS's.
resource "aws_api_gateway_domain_name" "api" {
  count = var.domain == null ? 0 : 1

  domain_name              = var.domain.name
  regional_certificate_arn = var.domain.certificate_arn
  security_policy          = "TLS_1_2"
  endpoint_configuration {
    types = ["REGIONAL"]
  }
}

resource "aws_api_gateway_base_path_mapping" "api" {
  count = var.domain == null ? 0 : 1

  api_id      = aws_api_gateway_rest_api.traclearn.id
  stage_name  = aws_api_gateway_stage.live.stage_name
  domain_name = aws_api_gateway_domain_name.api[0].domain_name
}
