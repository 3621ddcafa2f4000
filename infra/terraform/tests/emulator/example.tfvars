document = "../../../../build/terraform/local.json"
