"""The topology is complete: every consumer's queue has a DLQ, sane times and rules for events that exist."""

import json
from datetime import timedelta

import pytest
import yaml
from pydantic import ValidationError
from traclearn_contracts import external
from traclearn_contracts.events import TYPES, parse
from traclearn_contracts.files import CONTRACTS, read_yaml
from traclearn_contracts.topology import INBOX_RETENTION, Topology, read


def test_queues_have_defaults_and_names():
    grader = read().queue("grader")
    assert (grader.queue_name, grader.dlq_name) == ("traclearn-grader", "traclearn-grader-dlq")
    assert grader.target_dlq_name == "traclearn-grader-target-dlq"
    assert (grader.visibility, grader.retention, grader.dlq_retention) == (60, 4 * 86400, 14 * 86400)
    assert grader.max_receive_count == 20
    assert grader.rules[0].pattern("any")["source"] == ["traclearn.trac"]


def test_rule_names_are_unique():
    names = [queue.rule_name(rule) for queue in read().queues for rule in queue.rules]
    assert len(names) == len(set(names))


def test_every_event_has_a_consumer_and_every_rule_an_event():
    routed = {name for queue in read().queues for rule in queue.rules for name in rule.detail_types}
    assert routed == set(TYPES) | set(external.TYPES)


@pytest.mark.parametrize("consumer", ["grader", "progress"])
@pytest.mark.parametrize("groups", [[], ["learners"], ["operators"], ["Authors"], ["authors "]])
def test_a_question_through_the_gateway_takes_an_author(consumer, groups):
    authorization_error = read().consumer(consumer).authorization_error
    assert authorization_error(said("QuestionPublished.v1/shared", groups=groups)) == (
        "QuestionPublished.v1 needs the group authors"
    )
    assert authorization_error(said("QuestionPublished.v1/shared", groups=["learners", "authors"])) is None
    assert authorization_error(said("QuestionPublished.v1/from-a-path", groups=groups)) is None


def test_nobody_speaks_for_another_service():
    for consumer, name, source in (
        ("progress", "AnswerGraded.v1/partly", "traclearn.trac"),
        ("progress", "GradeOverridden.v1/plain", "traclearn.grader"),
        ("indexer", "WikiPageChanged.v1/changed", "traclearn.grader"),
    ):
        event, authorization_error = said(name), read().consumer(consumer).authorization_error
        assert authorization_error(event) is None
        forged = event.model_copy(update={"source": source})
        assert authorization_error(forged) == f"{event.detail_type} does not come from {source}"


def said(name, **metadata):
    """A golden event, with some of its metadata changed."""
    body = json.loads((CONTRACTS / "examples" / f"{name}.json").read_text())
    body["detail"]["metadata"] |= metadata
    return parse(body["source"], body["detail-type"], body["detail"])


def test_what_s3_says_is_heard_on_the_accounts_bus_about_our_bucket_only():
    topology = read()
    ours, theirs = topology.queue("indexer").rules
    assert (topology.bus_of(ours), topology.bus_of(theirs)) == ("traclearn", "default")
    assert ours.pattern("b") == {"source": ["traclearn.trac"], "detail-type": ["WikiPageChanged.v1"]}
    assert theirs.pattern(topology.bucket) == {
        "source": ["aws.s3"],
        "detail-type": ["Object Created", "Object Deleted"],
        "detail": {"bucket": {"name": ["traclearn-content"]}},
    }
    assert topology.queue("indexer").rule_name(theirs) == "traclearn-indexer-s3"


def test_nobody_hears_the_whole_account():
    rules = [rule for queue in read().queues for rule in queue.rules]
    assert all(rule.bucket == (rule.bus == "default") == (rule.source == external.S3) for rule in rules)


def test_a_queue_may_differ_from_the_defaults_within_the_limits_of_sqs():
    text = read_yaml(CONTRACTS / "topology.yaml")
    text["queues"]["grader"]["visibility"] = 120
    assert Topology.model_validate(text).queue("grader").visibility == 120
    assert Topology.model_validate(text).queue("progress").visibility == 60
    text["queues"]["grader"]["visibility"] = 50_000
    with pytest.raises(ValidationError, match="visibility"):
        Topology.model_validate(text)


def test_a_misspelt_setting_is_refused():
    text = read_yaml(CONTRACTS / "topology.yaml")
    text["queues"]["grader"]["visiblity"] = 120
    with pytest.raises(ValidationError, match="visiblity"):
        Topology.model_validate(text)


def test_no_mapping_says_a_key_twice():
    """YAML would take the last in silence."""
    nodes = [yaml.compose((CONTRACTS / "topology.yaml").read_text())]
    for node in nodes:
        if isinstance(node, yaml.MappingNode):
            keys = [key.value for key, _ in node.value]
            assert sorted(set(keys)) == sorted(keys)
            nodes += [value for _, value in node.value]
        elif isinstance(node, yaml.SequenceNode):
            nodes += node.value


def test_an_inbox_outlives_all_ways_back():
    """Days that EventBridge's archive keeps (infrastructure to come) and that it tries to deliver."""
    archive, delivery = timedelta(days=14), timedelta(days=1)
    for queue in read().queues:
        ways = timedelta(seconds=queue.dlq_retention + queue.retention) + archive + delivery
        assert ways < INBOX_RETENTION, queue.name
