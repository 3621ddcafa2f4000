# Copy to terraform.tfvars and fill in what is yours. The two secrets come from the environment (TF_VAR_…).
account_id = "111122223333"
region     = "eu-central-1"
zones      = ["eu-central-1a", "eu-central-1b", "eu-central-1c"]
domain     = { name = "learn.example.org", zone_id = "Z0000000EXAMPLE" }
mail       = { from = "TracLearn <no-reply@learn.example.org>", alarms = "operators@example.org" }
tags       = { release = "0.1.0", envoy = "v1.40.0" }
