# Two names beside the site's own: by which CloudFront asks the API, and by which the API asks the balancer. The
# second one has no record: the private link knows the way, and only the certificate's name is compared.
locals {
  inner = { api = "api.${var.domain.name}", backend = "backend.${var.domain.name}" }
}

resource "aws_acm_certificate" "inner" {
  domain_name               = local.inner.api
  subject_alternative_names = [local.inner.backend]
  validation_method         = "DNS"
  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_route53_record" "inner_validation" {
  for_each = { for option in aws_acm_certificate.inner.domain_validation_options : option.domain_name => option }

  zone_id         = var.domain.zone_id
  name            = each.value.resource_record_name
  type            = each.value.resource_record_type
  records         = [each.value.resource_record_value]
  ttl             = 300
  allow_overwrite = true
}

resource "aws_acm_certificate_validation" "inner" {
  certificate_arn         = aws_acm_certificate.inner.arn
  validation_record_fqdns = [for record in aws_route53_record.inner_validation : record.fqdn]
}

resource "aws_route53_record" "api" {
  zone_id = var.domain.zone_id
  name    = local.inner.api
  type    = "A"
  alias {
    name                   = module.api.alias.name
    zone_id                = module.api.alias.zone_id
    evaluate_target_health = false
  }
}

# Mail in the name of the domain: signed (DKIM), and sent by Cognito and Trac.
resource "aws_sesv2_email_identity" "site" {
  email_identity = var.domain.name
}

resource "aws_route53_record" "dkim" {
  count = 3

  zone_id = var.domain.zone_id
  name    = "${aws_sesv2_email_identity.site.dkim_signing_attributes[0].tokens[count.index]}._domainkey.${var.domain.name}"
  type    = "CNAME"
  records = ["${aws_sesv2_email_identity.site.dkim_signing_attributes[0].tokens[count.index]}.dkim.amazonses.com"]
  ttl     = 300
}

resource "aws_route53_record" "dmarc" {
  zone_id = var.domain.zone_id
  name    = "_dmarc.${var.domain.name}"
  type    = "TXT"
  records = ["v=DMARC1; p=quarantine; adkim=s"]
  ttl     = 300
}
