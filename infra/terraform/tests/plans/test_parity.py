"""The stack of `make up` and AWS carry events alike: the same queues, rules, patterns and redrive."""

import json

import pytest
from traclearn_local.cloud.provision import Provisioner
from traclearn_local.stack import Stack
from traclearn_local.terraform.plan import resources


class Recorder:
    """Stands for every client of AWS: keeps what is asked, and knows of nothing that was there before."""

    def __init__(self):
        self.calls = []
        self.exceptions = type("Exceptions", (), {"QueueDoesNotExist": LookupError})

    def get_queue_url(self, **_):
        raise LookupError

    def list_event_buses(self, **_):
        return {"EventBuses": []}

    def __getattr__(self, name):
        def call(**arguments):
            self.calls.append((name, arguments))
            return {"FailedEntryCount": 0}

        return call

    def of(self, name):
        return [arguments for called, arguments in self.calls if called == name]


class WithoutEmulator(Provisioner):
    """The provisioner of one stack, with a recorder in the emulator's place."""

    def _client(self, service):
        self.recorder = getattr(self, "recorder", None) or Recorder()
        return self.recorder

    def _bucket(self, name):
        """Not about events."""

    def _rest_api(self):
        """The rendering has tests of its own."""


@pytest.fixture(scope="session")
def local(tmp_path_factory):
    provisioner = WithoutEmulator(Stack(tmp_path_factory.mktemp("stack"), 27800))
    provisioner.run()
    return provisioner.recorder


@pytest.fixture
def plan(plans):
    """Under the local stack's names: account and bucket of an environment are others."""
    return plans["emulator"]


def test_queues_have_equal_settings(local, plan):
    def said(attributes):
        redrive = json.loads(attributes.get("RedrivePolicy", "{}"))
        return (
            int(attributes.get("VisibilityTimeout", 30)),
            int(attributes["MessageRetentionPeriod"]),
            int(attributes.get("ReceiveMessageWaitTimeSeconds", 0)),
            redrive,
        )

    def planned(queue):
        return (
            queue["visibility_timeout_seconds"],
            queue["message_retention_seconds"],
            queue["receive_wait_time_seconds"],
            json.loads(queue.get("redrive_policy") or "{}"),
        )

    expected = {one["QueueName"]: said(one["Attributes"]) for one in local.of("create_queue")}
    found = {queue["name"]: planned(queue) for queue in resources(plan, "aws_sqs_queue").values()}
    assert len(expected) == 12
    assert found == expected


def test_rules_have_equal_buses_and_patterns(local, plan):
    expected = {
        one["Name"]: (one["EventBusName"], json.loads(one["EventPattern"])) for one in local.of("put_rule")
    }
    found = {
        rule["name"]: (rule["event_bus_name"], json.loads(rule["event_pattern"]))
        for rule in resources(plan, "aws_cloudwatch_event_rule").values()
    }
    assert expected
    assert found == expected


def test_each_rule_has_one_raw_target_and_its_dead_letters(local, plan):
    def said(rule, targets):
        (target,) = targets
        return rule, target["Id"], target["Arn"], target["DeadLetterConfig"]["Arn"]

    def planned(target):
        return target["rule"], target["target_id"], target["arn"], target["dead_letter_config"][0]["arn"]

    expected = {said(one["Rule"], one["Targets"]) for one in local.of("put_targets")}
    targets = resources(plan, "aws_cloudwatch_event_target").values()
    assert {planned(target) for target in targets} == expected
    assert not any(target["input_transformer"] for target in targets)


def test_bus_has_the_same_name_locally_and_on_aws(local, plan):
    (bus,) = resources(plan, "aws_cloudwatch_event_bus").values()
    assert [one["Name"] for one in local.of("create_event_bus")] == [bus["name"]]
