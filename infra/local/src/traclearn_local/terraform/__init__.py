"""`make infra-check`: what can be said of infra/terraform without an AWS account."""
