"""How queues are called, for who builds the names and for who takes them apart. Terraform says the same in
`modules/worker/locals.tf`, and its `test_parity.py` compares the two."""

QUEUE_PREFIX = "traclearn-"
DLQ_SUFFIX = "-dlq"
TARGET_DLQ_SUFFIX = "-target-dlq"
