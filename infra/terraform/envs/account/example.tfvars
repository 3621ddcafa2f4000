account_id     = "111122223333"
region         = "eu-central-1"
environment    = "prod"
repository     = "example/traclearn"
monthly_budget = 2500
mail           = "operators@example.org"
