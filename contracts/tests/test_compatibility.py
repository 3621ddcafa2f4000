"""What is an addition to a published version and what is not, on schemas and on a real git history."""

import copy
import json
import subprocess

import pytest
from traclearn_contracts.compatibility import breaks, edits
from traclearn_contracts.files import CONTRACTS
from traclearn_contracts.history import base_commit, published_files, release

ANSWER = "events/AnswerGraded.v1.json"
EXAMPLE = "examples/AnswerSubmitted.v1/plain.json"


def read(name):
    return json.loads((CONTRACTS / name).read_text())


def put(schema, path, value):
    *parents, last = path.split("/")
    for key in parents:
        schema = schema[key]
    if value is None:
        del schema[last]
    else:
        schema[last] = value


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("description", "Other words."),
        ("properties/score/description", "Other words."),
        ("properties/seconds", {"type": "integer", "minimum": 0}),
        ("properties/items/items/properties/hint", {"type": "string"}),
    ],
)
def test_an_addition_is_accepted(path, value):
    changed = read(ANSWER)
    put(changed, path, value)
    assert list(breaks(read(ANSWER), changed)) == []


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        ("properties/feedback", None, "#/properties/feedback: removed"),
        ("properties/items/items/properties/quote", None, "quote: removed"),
        ("properties/score/maximum", 100, "maximum: 1 became 100"),
        ("properties/score/maximum", None, "maximum: 1 became null"),
        ("properties/score/type", "integer", "type: "),
        ("properties/score/multipleOf", 0.5, "multipleOf: null became 0.5"),
        ("properties/feedback/maxLength", 10, "maxLength"),
        ("properties/feedback/pattern", "^a", "pattern"),
        ("properties/items/maxItems", 5, "maxItems"),
        ("properties/items/items/required", ["id", "label"], 'required: removed ["verdict"]'),
        ("properties/items/items/required", ["id", "label", "verdict", "quote"], 'added ["quote"]'),
        ("properties/items/items/properties/verdict/enum", ["yes", "no"], 'removed ["partly"]'),
        ("properties/items/items/properties/verdict/enum", ["yes", "partly", "no", "?"], 'added ["?"]'),
        ("properties/items/items/properties/quote/type", ["string"], 'removed ["null"]'),
        ("properties/flags/default", ["x"], "default"),
        ("additionalProperties", False, "additionalProperties: null became false"),
        ("properties/grader/const", "offline", "const"),
    ],
)
def test_change_that_is_no_addition_is_refused_with_its_place(path, value, fault):
    changed = read(ANSWER)
    put(changed, path, value)
    assert [found for found in breaks(read(ANSWER), changed) if fault in found]


def test_a_changed_const_is_refused():
    assert list(breaks({"const": 1}, {"const": 2})) == ["#/const: 1 became 2"]


def test_a_released_example_stays_as_it_was():
    old = {EXAMPLE: read(EXAMPLE)}
    assert list(edits(old, old)) == []
    assert list(edits(old, {})) == [f"{EXAMPLE}: published and now gone"]
    edited = copy.deepcopy(old)
    edited[EXAMPLE]["detail"]["data"]["attempt"] = 2
    assert "was edited" in next(edits(old, edited))


def test_a_released_example_still_validates():
    broken = read(EXAMPLE)
    broken["detail"]["data"]["attempt"] = 0
    assert "no longer valid" in next(edits({EXAMPLE: broken}, {EXAMPLE: broken}))


def git(folder, *arguments):
    options = ("-c", "user.name=a", "-c", "user.email=a@example.test", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *options, *arguments], cwd=folder, check=True, capture_output=True)


def test_what_was_published_is_read_from_the_base_commit(tmp_path):
    contracts = tmp_path / "contracts"
    (contracts / "events").mkdir(parents=True)
    event = contracts / "events" / "A.v1.json"
    event.write_text('{"maximum": 1}')
    (contracts / "notes.json").write_text("no event")
    git(tmp_path, "init", "-b", "main")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-m", "one")
    assert base_commit(contracts) is None
    event.write_text('{"maximum": 2}')
    git(tmp_path, "commit", "-am", "two")
    before = base_commit(contracts)
    assert published_files(before, contracts) == {"events/A.v1.json": {"maximum": 1}}
    git(tmp_path, "update-ref", "refs/remotes/origin/main", before)
    git(tmp_path, "commit", "--allow-empty", "-m", "three")
    assert base_commit(contracts) == before


def test_a_release_holds_however_many_commits_ago_it_was(tmp_path):
    contracts = tmp_path / "contracts"
    contracts.mkdir()
    assert release(contracts) is None
    (contracts / "published").write_text("0" * 40)
    git(tmp_path, "init", "-b", "main")
    assert release(contracts) is None, "a history that is cut off"
    git(tmp_path, "commit", "--allow-empty", "-m", "one")
    first = subprocess.check_output(["git", "rev-parse", "HEAD"], cwd=tmp_path, text=True).strip()
    git(tmp_path, "commit", "--allow-empty", "-m", "two")
    (contracts / "published").write_text(f"{first}\n")
    assert release(contracts) == first
