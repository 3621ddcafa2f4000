# Policy and redrive stand inline: as resources of their own they are eventually consistent, and a destroy waits
# for what SQS forgot already. Both name ARNs by what they will be, so that a plan shows them.
resource "aws_sqs_queue" "queue" {
  name                       = local.names.queue
  visibility_timeout_seconds = local.queue.visibility
  message_retention_seconds  = local.queue.retention
  receive_wait_time_seconds  = local.queue.receive_wait
  sqs_managed_sse_enabled    = true # a key of KMS would need a policy that lets EventBridge use it
  policy                     = data.aws_iam_policy_document.send["queue"].json
  redrive_policy = jsonencode({
    deadLetterTargetArn = local.arns.dlq
    maxReceiveCount     = local.queue.max_receive_count
  })
  depends_on = [aws_sqs_queue.dlq]
}

# `byQueue` names its queue by an ARN that is known before the queue is there: it points to this one, too.
resource "aws_sqs_queue" "dlq" {
  name                      = local.names.dlq
  message_retention_seconds = local.queue.dlq_retention
  sqs_managed_sse_enabled   = true
  policy                    = data.aws_iam_policy_document.tls["dlq"].json
  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [local.arns.queue]
  })
}

resource "aws_sqs_queue" "target_dlq" {
  name                      = local.names.target_dlq
  message_retention_seconds = local.queue.dlq_retention
  sqs_managed_sse_enabled   = true
  policy                    = data.aws_iam_policy_document.send["target_dlq"].json
}
