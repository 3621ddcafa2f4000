# With the real provider, which makes policy documents without asking AWS.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "none"
  secret_key                  = "none"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

variables {
  name = "indexer"
  topology = {
    bus            = "traclearn"
    queue_defaults = { visibility = 60, retention = 345600, dlq_retention = 1209600, receive_wait = 20, max_receive_count = 20, alarms = { age = 300, dlq_depth = 1, outbox_lag = 120 } }
    queues = {
      indexer = {
        visibility = 90
        rules = [
          { source = "traclearn.trac", detail_types = ["WikiPageChanged.v1"] },
          { source = "aws.s3", bus = "default", bucket = true, detail_types = ["Object Created"] },
        ]
      }
    }
  }
  bus_name = "traclearn"
  bucket   = "uploads"
  account  = { partition = "aws", region = "eu-central-1", id = "111122223333" }
}

run "queue_gives_up_after_so_many_receives" {
  command = plan

  assert {
    condition     = jsondecode(aws_sqs_queue.queue.redrive_policy) == { deadLetterTargetArn = "arn:aws:sqs:eu-central-1:111122223333:traclearn-indexer-dlq", maxReceiveCount = 20 }
    error_message = "redrive"
  }
  assert {
    condition     = jsondecode(aws_sqs_queue.dlq.redrive_allow_policy).sourceQueueArns == ["arn:aws:sqs:eu-central-1:111122223333:traclearn-indexer"]
    error_message = "another queue may fill its dead letters"
  }
  assert {
    condition     = aws_sqs_queue.queue.visibility_timeout_seconds == 90 && aws_sqs_queue.dlq.message_retention_seconds == 1209600
    error_message = "a queue's own settings do not win over the defaults"
  }
  assert {
    condition     = alltrue([for one in [aws_sqs_queue.queue, aws_sqs_queue.dlq, aws_sqs_queue.target_dlq] : one.sqs_managed_sse_enabled])
    error_message = "not encrypted"
  }
}

run "only_its_own_rules_may_send" {
  command = plan

  assert {
    condition = alltrue([for policy in [aws_sqs_queue.queue.policy, aws_sqs_queue.target_dlq.policy] :
      toset(flatten([for one in jsondecode(policy).Statement : one.Condition.ArnEquals["aws:SourceArn"] if one.Effect == "Allow"])) == toset([
        "arn:aws:events:eu-central-1:111122223333:rule/traclearn/traclearn-indexer-trac",
        "arn:aws:events:eu-central-1:111122223333:rule/traclearn-indexer-s3",
      ])
    ])
    error_message = "another rule may send"
  }
  assert {
    condition     = length([for one in jsondecode(aws_sqs_queue.dlq.policy).Statement : one if one.Effect == "Allow"]) == 0
    error_message = "somebody may write to the dead letters by the queue's own policy"
  }
}

run "rule_on_s3_lets_through_its_bucket_alone" {
  command = plan

  assert {
    condition     = jsondecode(aws_cloudwatch_event_rule.source["traclearn-indexer-s3"].event_pattern) == { source = ["aws.s3"], detail-type = ["Object Created"], detail = { bucket = { name = ["uploads"] } } }
    error_message = "pattern"
  }
}
