"""Every golden example is what its schema says and parses into the generated model."""

import json
from datetime import UTC, datetime

import jsonschema
import pytest
from pydantic import ValidationError
from traclearn_contracts import external
from traclearn_contracts.events import API, TRAC, TYPES, ContractError, detail_type_of, is_from_trac, parse
from traclearn_contracts.files import CONTRACTS
from traclearn_contracts.models import Metadata

EXTERNAL = sorted((CONTRACTS / "examples" / "external").glob("*.json"))
EXAMPLES = sorted(set((CONTRACTS / "examples").glob("*/*.json")) - set(EXTERNAL))
CHECKER = jsonschema.FormatChecker()


def schema(name: str) -> dict[str, object]:
    loaded: dict[str, object] = json.loads((CONTRACTS / name).read_text())
    return loaded


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_example_fits_schema_and_model(path):
    example = json.loads(path.read_text())
    jsonschema.validate(example["detail"], schema("envelope.json"), format_checker=CHECKER)
    jsonschema.validate(
        example["detail"]["data"], schema(f"events/{path.parent.name}.json"), format_checker=CHECKER
    )
    event = parse(example["source"], example["detail-type"], example["detail"])
    again = parse(event.source, event.detail_type, event.detail())
    assert again == event


def test_every_event_has_a_type_and_an_example():
    events = {path.stem for path in (CONTRACTS / "events").glob("*.json")}
    assert events == set(TYPES) == {path.parent.name for path in EXAMPLES}
    assert [detail_type_of(model) for model in TYPES.values()] == list(TYPES)
    others = {path.stem for path in (CONTRACTS / "external").glob("*.json")}
    assert others == set(external.TYPES) == {path.stem for path in EXTERNAL}


def test_a_model_of_no_event_is_refused_with_the_place_to_extend():
    with pytest.raises(ContractError, match=r"Metadata is the data of no event: .* contracts/events"):
        detail_type_of(Metadata)


def of_s3(name="Object Created", time="2026-01-15T09:30:00Z", **changes):
    """The event in a golden body; `changes` are fields of its `detail`."""
    body = json.loads((CONTRACTS / "examples" / "external" / f"{name}.json").read_text())
    return parse(body["source"], body["detail-type"], body["detail"] | changes, time)


@pytest.mark.parametrize("path", EXTERNAL, ids=lambda path: path.stem)
def test_a_body_of_aws_fits_schema_and_model(path):
    body = json.loads(path.read_text())
    jsonschema.validate(body["detail"], schema(f"external/{body['detail-type']}.json"))
    event = parse(body["source"], body["detail-type"], body["detail"], body["time"])
    assert event.inbox_key == ("aws.s3", "aws.s3", event.metadata.event_id)
    assert event.metadata.correlation_id == event.metadata.event_id
    assert event.metadata.occurred_at == datetime(2026, 1, 15, 9, 30, tzinfo=UTC)
    assert (event.metadata.groups, event.metadata.producer) == ([], "aws.s3")
    again = parse(event.source, event.detail_type, json.loads(json.dumps(event.detail())), body["time"])
    assert again == event
    assert again.data.object.version_id == body["detail"]["object"]["version-id"]


def test_two_notices_of_one_object_version_have_one_inbox_key():
    thing = {"key": "content/a/1", "version-id": "v1", "sequencer": "1"}
    first = of_s3(object=thing)
    twice = of_s3(object=thing | {"sequencer": "2", "size": 7}, time="2026-01-15T09:31:00Z")
    assert first.inbox_key == twice.inbox_key
    others = [
        of_s3("Object Deleted", object=thing),
        of_s3(object=thing | {"version-id": "v2"}),
        of_s3(object=thing | {"key": "content/a/2"}),
        of_s3(object=thing, bucket={"name": "another"}),
        of_s3(object={"key": "content/a/1v1"}),
    ]
    assert len({event.metadata.event_id for event in [first, *others]}) == 6


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"object": {"key": ""}}, r"object\.key"),
        ({"object": None}, "object"),
        ({"bucket": {}}, r"bucket\.name"),
        ({"time": "yesterday"}, "occurred_at"),
        ({"time": "2026-01-15T09:30:00"}, "occurred_at"),
    ],
)
def test_a_broken_body_of_aws_is_named(change, word):
    with pytest.raises(ContractError, match=word):
        of_s3(**change)


def test_only_s3_speaks_without_an_envelope():
    detail = of_s3().detail()
    for source, name in (("traclearn.trac", "Object Created"), ("aws.s3", "AnswerSubmitted.v1")):
        with pytest.raises(ContractError, match="unknown detail-type"):
            parse(source, name, detail)


def by(producer, name="GradeOverridden.v1/plain", source=TRAC, time="2026-01-16T10:00:00Z", **metadata):
    """A golden event that came by a door."""
    body = json.loads((CONTRACTS / "examples" / f"{name}.json").read_text())
    body["detail"]["metadata"] |= {"producer": producer, **metadata}
    return parse(source, body["detail-type"], body["detail"], time)


@pytest.mark.parametrize("said", ["2020-01-01T00:00:00Z", "2099-01-01T00:00:00+05:00"])
def test_event_by_api_has_the_time_of_the_bus_and_not_the_one_it_says(said):
    assert by(API, occurred_at=said).metadata.occurred_at == datetime(2026, 1, 16, 10, tzinfo=UTC)
    assert by(TRAC, occurred_at=said).metadata.occurred_at == datetime.fromisoformat(said)
    assert by(API, time=None, occurred_at=said).metadata.occurred_at == datetime.fromisoformat(said)
    with pytest.raises(ContractError, match="occurred_at"):
        by(API, time="yesterday")


def test_an_answer_is_minted_by_trac_alone():
    answer = "AnswerSubmitted.v1/plain"
    assert is_from_trac(by(TRAC, answer))
    for producer in (API, "traclearn.grader", "", "Traclearn.trac", "traclearn.trac "):
        assert not is_from_trac(by(producer, answer))
    assert not is_from_trac(by(TRAC, answer, source="traclearn.grader"))


def test_who_sends_by_api_takes_no_id_from_what_trac_sends():
    trac, api = by(TRAC), by(API)
    assert trac.inbox_key != api.inbox_key
    assert (by(API).inbox_key, by(TRAC).inbox_key) == (api.inbox_key, trac.inbox_key)


def test_what_follows_from_an_upload_keeps_its_chain():
    uploaded = of_s3()
    golden = json.loads((CONTRACTS / "examples/ContentIndexed.v1/pdf.json").read_text())["detail"]["data"]
    indexed = uploaded.causes("traclearn.indexer", TYPES["ContentIndexed.v1"].model_validate(golden))
    assert indexed.metadata.correlation_id == uploaded.metadata.event_id
    assert parse(indexed.source, indexed.detail_type, indexed.detail()) == indexed


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"answer": "a\0b"}, "answer"),
        ({"answer": "x" * 20001}, "answer"),
        ({"answer": ""}, "answer"),
        ({"ticket": 0}, "ticket"),
        ({"attempt": None}, "attempt"),
    ],
)
def test_a_broken_answer_is_named(change, word):
    example = json.loads((CONTRACTS / "examples/AnswerSubmitted.v1/plain.json").read_text())
    example["detail"]["data"] |= change
    with pytest.raises(ContractError, match=word):
        parse(example["source"], example["detail-type"], example["detail"])


def test_an_unknown_type_is_named():
    with pytest.raises(ContractError, match=r"Nothing\.v1"):
        parse("traclearn.trac", "Nothing.v1", {})


def test_event_cannot_be_changed_after_it_was_parsed():
    example = json.loads((CONTRACTS / "examples/AnswerSubmitted.v1/plain.json").read_text())
    event = parse(example["source"], example["detail-type"], example["detail"])
    with pytest.raises(ValidationError):
        event.metadata.learner = "someone-else"


def test_what_follows_has_the_same_id_each_time():
    example = json.loads((CONTRACTS / "examples/AnswerSubmitted.v1/plain.json").read_text())
    event = parse(example["source"], example["detail-type"], example["detail"])
    started = TYPES["GradingStarted.v1"].model_validate(
        {"ticket": 42, "attempt": 1, "learner": event.metadata.learner}
    )
    first, second = event.causes("traclearn.grader", started), event.causes("traclearn.grader", started)
    assert first.metadata.event_id == second.metadata.event_id != event.metadata.event_id
    assert first.metadata.correlation_id == event.metadata.correlation_id
    assert first.metadata.causation_id == event.metadata.event_id


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("AnswerGraded.v1/partly", "revision"),
        ("AnswerGraded.v1/partly", "question_revision"),
        ("GradeOverridden.v1/plain", "revision"),
        ("QuestionPublished.v1/shared", "revision"),
        ("WikiPageChanged.v1/changed", "revision"),
        ("ContentProgressed.v1/embedding", "revision"),
        ("ContentIndexed.v1/pdf", "revision"),
        ("ContentRemoved.v1/receipt", "revision"),
    ],
)
def test_a_revision_fits_the_columns_of_those_who_keep_it(name, field):
    example = json.loads((CONTRACTS / f"examples/{name}.json").read_text())
    for value, fits in ((2**31 - 1, True), (2**31, False)):
        example["detail"]["data"][field] = value
        if fits:
            assert parse(example["source"], example["detail-type"], example["detail"])
        else:
            with pytest.raises(ContractError, match=field):
                parse(example["source"], example["detail-type"], example["detail"])
