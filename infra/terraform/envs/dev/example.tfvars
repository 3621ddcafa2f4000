# Copy to terraform.tfvars and fill in what is yours. The two secrets come from the environment (TF_VAR_…).
account_id = "444455556666" # not that of prod
region     = "eu-central-1"
zones      = ["eu-central-1a", "eu-central-1b", "eu-central-1c"]
domain     = { name = "dev.learn.example.org", zone_id = "Z0000000EXAMPLE" }
mail       = { from = "TracLearn <no-reply@dev.learn.example.org>", alarms = "operators@example.org" }
tags       = { release = "0.1.0", envoy = "v1.40.0" }
