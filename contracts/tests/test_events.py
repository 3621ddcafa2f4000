"""Every golden example is what its schema says and parses into the generated model."""

import json

import jsonschema
import pytest
from pydantic import ValidationError
from traclearn_contracts.events import TYPES, ContractError, parse
from traclearn_contracts.files import CONTRACTS

EXAMPLES = sorted((CONTRACTS / "examples").glob("*/*.json"))
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


def test_events_do_not_change():
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
