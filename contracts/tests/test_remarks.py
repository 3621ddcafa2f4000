"""What is said to learners as codes: each has English words, an example that fits, and all that they need."""

import json
import re

import jsonschema
import pytest
from traclearn_contracts.files import CONTRACTS
from traclearn_contracts.models import Remark
from traclearn_contracts.remarks import known_codes, prose, say

CODES = known_codes()
EVENTS = ("AnswerGraded.v1", "HintGiven.v1", "PathGenerated.v1", "PathUnavailable.v1")


def schema(event):
    """Of a remark in that event."""
    return json.loads((CONTRACTS / "events" / f"{event}.json").read_text())["properties"]["remarks"]["items"]


def example(code):
    return Remark.model_validate(CODES[code]["example"])


@pytest.mark.parametrize("code", CODES)
def test_example_fits_all_events_and_is_said_as_the_contract_says(code):
    raw = CODES[code]["example"]
    for event in EVENTS:
        jsonschema.validate(raw, schema(event))
    assert raw["code"] == code and CODES[code]["when"]
    assert say(example(code)) == CODES[code]["said"]


@pytest.mark.parametrize("code", CODES)
def test_example_has_what_the_words_need(code):
    needed = set(re.findall(r"%\((\w+)\)s", CODES[code]["english"]))
    given = {name for name, value in CODES[code]["example"].items() if value}
    needed = {"titles" if name == "names" else name for name in needed}
    assert needed - {"label"} <= given and ("label" not in needed or given & {"label", "point"})


def test_all_events_say_remarks_alike():
    events = CONTRACTS / "events"
    steps = json.loads((events / "PathGenerated.v1.json").read_text())["properties"]["steps"]["items"]
    proposed = json.loads((events / "StepProposed.v1.json").read_text())["properties"]["step"]
    first = schema(EVENTS[0])
    assert all(schema(event) == first for event in EVENTS)
    assert steps["properties"]["remarks"]["items"] == first
    assert proposed["properties"]["remarks"] == steps["properties"]["remarks"]


@pytest.mark.parametrize("name", ["PathGenerated", "PathUnavailable", "StepProposed"])
def test_golden_path_says_in_english_what_it_says_as_codes(name):
    path = CONTRACTS / "examples" / f"{name}.v1" / "with-remarks.json"
    data = json.loads(path.read_text())["detail"]["data"]
    steps = [data["step"]] if "step" in data else data.get("steps", [])
    for step in steps:
        assert prose(map(Remark.model_validate, step["remarks"]), "; ") == step["reason"]
    said = [say(Remark.model_validate(remark)) for remark in data.get("remarks", [])]
    assert said == (data.get("warnings") or [data["detail"]] if "remarks" in data else [])


def test_what_is_said_of_one_point_stands_in_one_line_behind_its_name():
    said = [example("some_there"), example("partly"), example("say_more"), example("missing")]
    assert prose(said).splitlines() == [
        "Some of the answer may be here.",
        "Point 2: in part, where you wrote “it knows 100 % of them”. Say more about this.",
        "Not found yet: Point 2.",
    ]
    assert prose([example("met")]) == "The whole answer: yes, you wrote “a snapshot of the whole tree”."


def test_code_that_the_contract_has_not_is_an_error():
    with pytest.raises(KeyError, match="praised"):
        prose([Remark(code="praised")])
