"""Event patterns against the golden examples: who gets each. A wrong operator is accepted by every tool."""

import json

import pytest
from traclearn_contracts import topology
from traclearn_contracts.files import CONTRACTS
from traclearn_local.terraform.plan import resources


def patterns(plan):
    """Queue's rule → its pattern."""
    rules = resources(plan, "aws_cloudwatch_event_rule").values()
    return {rule["name"]: json.loads(rule["event_pattern"]) for rule in rules}


def matches(pattern, event):
    """As EventBridge does, for patterns of plain strings: each key there, its value one of those listed."""
    return all(
        key in event and (matches(said, event[key]) if isinstance(said, dict) else event[key] in said)
        for key, said in pattern.items()
    )


def examples():
    return [json.loads(path.read_text()) for path in sorted(CONTRACTS.glob("examples/*/*.json"))]


def values(pattern):
    for said in pattern.values():
        yield from values(said) if isinstance(said, dict) else said


def test_patterns_of_rules_hold_plain_strings_alone(plan):
    for name, pattern in patterns(plan).items():
        assert all(isinstance(value, str) for value in values(pattern)), name


def test_each_example_reaches_the_queues_that_the_topology_names(plan):
    said = topology.read()
    bucket = next(iter(resources(plan, "aws_s3_bucket").values()))
    assert bucket
    for event in examples():
        key = (event["source"], event["detail-type"])
        expected = {
            queue.rule_name(rule)
            for queue in said.queues
            for rule in queue.rules
            if not rule.bucket and rule.source == key[0] and key[1] in rule.detail_types
        }
        found = {
            name
            for name, pattern in patterns(plan).items()
            if matches(pattern, event) and "detail" not in pattern
        }
        assert found == expected, key


def test_each_rule_has_an_example_that_it_lets_through(plan):
    for name, pattern in patterns(plan).items():
        if "detail" in pattern:
            continue
        for detail_type in pattern["detail-type"]:
            assert any(
                matches(pattern, event) and event["detail-type"] == detail_type for event in examples()
            ), (name, detail_type)


@pytest.mark.parametrize("kind", ["Object Created", "Object Deleted"])
def test_objects_of_our_bucket_reach_the_indexer_and_no_others(plan, kind):
    """A bucket's events as S3 sends them.
    Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html"""
    (content,) = [
        one["bucket"] for one in resources(plan, "aws_s3_bucket").values() if "content" in one["bucket"]
    ]

    def reached(bucket):
        event = {
            "source": "aws.s3",
            "detail-type": kind,
            "detail": {"bucket": {"name": bucket}, "object": {}},
        }
        return {name for name, pattern in patterns(plan).items() if matches(pattern, event)}

    assert reached(content) == {"traclearn-indexer-s3"}
    assert reached("another") == set()
