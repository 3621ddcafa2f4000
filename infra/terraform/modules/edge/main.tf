# One name for everything: /trac, /api, static files. What is cached is named; all else goes through as it is.
resource "aws_cloudfront_function" "sign_in" {
  name    = "${var.name}-sign-in"
  runtime = "cloudfront-js-2.0"
  comment = "A cookie becomes a bearer token on /trac"
  publish = true
  code    = file("${path.module}/sign_in.js")
}

# Static files: an hour, by path alone.
resource "aws_cloudfront_cache_policy" "static" {
  name        = "${var.name}-static"
  min_ttl     = 0
  default_ttl = 3600
  max_ttl     = 3600
  parameters_in_cache_key_and_forwarded_to_origin {
    enable_accept_encoding_brotli = true
    enable_accept_encoding_gzip   = true
    cookies_config {
      cookie_behavior = "none"
    }
    headers_config {
      header_behavior = "none"
    }
    query_strings_config {
      query_string_behavior = "all" # Trac puts a file's age there
    }
  }
}

locals {
  # AWS's own policies, by their published ids: nothing cached; all that a viewer sends but the host's name.
  # Source: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
  not_cached       = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
  all_but_the_host = "b689b0a8-53d0-40ab-baf2-68738e2966ac"
  all_methods      = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"]
  reading          = ["GET", "HEAD"]
}

resource "aws_cloudfront_response_headers_policy" "site" {
  #checkov:skip=CKV_AWS_259: for this name; those below it may be others'
  name = var.name
  security_headers_config {
    strict_transport_security {
      access_control_max_age_sec = 31536000
      include_subdomains         = false
      override                   = true
    }
    content_type_options {
      override = true
    }
    frame_options {
      frame_option = "SAMEORIGIN"
      override     = false # Trac's own pages say it as they need it
    }
    referrer_policy {
      referrer_policy = "same-origin"
      override        = false
    }
  }
}

resource "aws_cloudfront_distribution" "site" {
  #checkov:skip=CKV_AWS_310: a second origin would be a second region, which is on paper
  #checkov:skip=CKV_AWS_374: learners are wherever they are
  #checkov:skip=CKV2_AWS_47: the rules for Log4j stand in the firewall; no Java is asked from outside
  enabled             = true
  comment             = var.name
  aliases             = [var.domain]
  is_ipv6_enabled     = true
  http_version        = "http2and3"
  price_class         = "PriceClass_100"
  web_acl_id          = aws_wafv2_web_acl.site.arn
  default_root_object = "trac"

  origin {
    origin_id   = "api"
    domain_name = var.api_domain
    custom_header {
      name  = "x-traclearn-origin"
      value = var.origin_secret
    }
    custom_origin_config {
      http_port              = 80
      https_port             = 443
      origin_protocol_policy = "https-only"
      origin_ssl_protocols   = ["TLSv1.2"]
      origin_read_timeout    = 30
    }
  }

  origin {
    origin_id                = "pages"
    domain_name              = aws_s3_bucket.pages.bucket_regional_domain_name
    origin_access_control_id = aws_cloudfront_origin_access_control.pages.id
  }

  default_cache_behavior {
    target_origin_id           = "api"
    viewer_protocol_policy     = "redirect-to-https"
    allowed_methods            = local.all_methods
    cached_methods             = local.reading
    cache_policy_id            = local.not_cached
    origin_request_policy_id   = local.all_but_the_host
    response_headers_policy_id = aws_cloudfront_response_headers_policy.site.id
    compress                   = true
  }

  ordered_cache_behavior {
    path_pattern               = local.page
    target_origin_id           = "pages"
    viewer_protocol_policy     = "redirect-to-https"
    allowed_methods            = local.reading
    cached_methods             = local.reading
    cache_policy_id            = aws_cloudfront_cache_policy.static.id
    response_headers_policy_id = aws_cloudfront_response_headers_policy.site.id
    compress                   = true
  }

  ordered_cache_behavior {
    path_pattern               = "/trac/chrome/*"
    target_origin_id           = "api"
    viewer_protocol_policy     = "redirect-to-https"
    allowed_methods            = local.reading
    cached_methods             = local.reading
    cache_policy_id            = aws_cloudfront_cache_policy.static.id
    response_headers_policy_id = aws_cloudfront_response_headers_policy.site.id
    compress                   = true
  }

  dynamic "ordered_cache_behavior" {
    for_each = ["/trac", "/trac/*"]
    content {
      path_pattern               = ordered_cache_behavior.value
      target_origin_id           = "api"
      viewer_protocol_policy     = "redirect-to-https"
      allowed_methods            = local.all_methods
      cached_methods             = local.reading
      cache_policy_id            = local.not_cached
      origin_request_policy_id   = local.all_but_the_host
      response_headers_policy_id = aws_cloudfront_response_headers_policy.site.id
      compress                   = false # Trac does it where nobody can guess a form's token by the length (BREACH)
      function_association {
        event_type   = "viewer-request"
        function_arn = aws_cloudfront_function.sign_in.arn
      }
    }
  }

  # A failing origin is asked again at once. Where it said nothing itself, our page is shown; else what it said.
  dynamic "custom_error_response" {
    for_each = [500, 502, 503, 504]
    content {
      error_code            = custom_error_response.value
      error_caching_min_ttl = 0
      response_page_path    = contains(local.unanswered, custom_error_response.value) ? local.page : null
      response_code         = contains(local.unanswered, custom_error_response.value) ? custom_error_response.value : null
    }
  }

  viewer_certificate {
    acm_certificate_arn      = aws_acm_certificate_validation.site.certificate_arn
    ssl_support_method       = "sni-only"
    minimum_protocol_version = "TLSv1.2_2021"
  }

  logging_config {
    bucket          = var.logs_bucket_domain
    prefix          = "cloudfront"
    include_cookies = false # the token is one
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }
}
