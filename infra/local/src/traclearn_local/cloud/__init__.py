"""AWS on this machine: what Terraform makes there."""
