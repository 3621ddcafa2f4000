"""`traclearn grader try`, as a person and as a script use it."""

import json
from pathlib import Path

import pytest
from grader.entrypoints import grading_bench
from grader.entrypoints.command import app
from grader.entrypoints.grading_bench import model_folder
from traclearn_embedding.minilm import FILES
from typer.testing import CliRunner

COMMIT = {
    "question": "What does a commit record?",
    "reference": "A commit records a snapshot of the whole tree and points to its parent commits.",
}


@pytest.fixture
def run(models):
    def run(*arguments, **options):
        environment = {"EMBEDDING_MODEL_DIR": str(models)} | options.pop("env", {})
        return CliRunner().invoke(app, ["try", *arguments], env=environment, **options)

    return run


@pytest.fixture
def loaded(model, monkeypatch):
    """The model need not be read anew."""
    monkeypatch.setattr(grading_bench.MiniLM, "load", lambda _: model)


def lines(result):
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_command_with_jsonl_grades_each_line_of_its_input(run):
    rubric = [
        "A snapshot of the whole tree",
        {"criterion": "Its parent commits", "label": "Links", "weight": 3},
    ]
    items = [
        COMMIT | {"answer": "It records a snapshot of the whole tree."},
        COMMIT | {"answer": "It points to its parent commits.", "rubric": rubric},
        COMMIT | {"answer": ""},
    ]
    result = run("--provider", "offline", "--jsonl", input="\n".join(map(json.dumps, items)))
    assert result.exit_code == 0
    first, second, third = lines(result)
    assert set(first) == {"score", "confidence", "needs_review", "flags", "items"}
    assert 0.5 < first["score"] < 1 and [item["id"] for item in first["items"]] == ["answer"]
    assert second["score"] == 0.75 and [item["label"] for item in second["items"]] == ["Point 1", "Links"]
    assert third["score"] == 0 and third["flags"] == ["empty"]


@pytest.mark.parametrize(
    ("bad", "word"),
    [
        (b"not json", "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b"[]", "line"),
        (b'{"question": "Q", "answer": "A"}', "reference"),
        (b'{"question": "Q", "answer": "A", "references": [""]}', "references"),
        (json.dumps(COMMIT | {"answer": "x" * 20001}).encode(), "20000"),
        (json.dumps(COMMIT | {"answer": "\ud800"}).encode(), "unicode"),
        (json.dumps(COMMIT | {"answer": "x", "rubric": [""]}).encode(), "rubric"),
        (b"[" * 100000, "nested"),
    ],
)
@pytest.mark.usefixtures("loaded")
def test_a_bad_line_is_told_and_the_rest_goes_on(run, bad, word):
    good = json.dumps(COMMIT | {"answer": "A snapshot of the whole tree."}).encode()
    result = run("--jsonl", input=good + b"\n\n" + bad + b"\n" + good + b"\n")
    assert result.exit_code == 1
    first, error, last = lines(result)
    assert first == last and "score" in first
    assert error["line"] == 3 and word in error["error"]
    assert "line 3" in result.stderr


def test_command_with_one_answer_prints_score_and_quote(run):
    given = ["--question", COMMIT["question"], "--reference", COMMIT["reference"]]
    result = run(*given, "--answer", "A snapshot of the whole tree.")
    assert result.exit_code == 0
    assert "score " in result.stdout and "“A snapshot of the whole tree.”" in result.stdout
    assert "\x1b" not in result.stdout
    document = json.loads(run(*given, "--answer", "idk", "--json").stdout)
    assert document["flags"] == ["no_attempt"] and document["feedback"]


@pytest.mark.usefixtures("loaded")
def test_nearest_of_several_references_counts(run):
    answer = {"answer": "By a hash of what is in it."}
    one = {"question": "How does a commit get its name?", "reference": "From its content."} | answer
    several = one | {"references": ["By a hash of what is in it.", "It is chosen."]}
    alone = {"question": one["question"], "references": several["references"]} | answer
    result = run("--jsonl", input="\n".join(map(json.dumps, (one, several, alone))))
    plain, best, without = (line["score"] for line in lines(result))
    assert plain < best == without == 1


@pytest.mark.usefixtures("loaded")
def test_command_asks_for_the_missing_answer(run):
    result = run(input=f"{COMMIT['question']}\n{COMMIT['reference']}\nA snapshot of the whole tree.\n")
    assert result.exit_code == 0 and "Reference answer" in result.stdout and "score" in result.stdout


def test_a_missing_model_is_told(run, tmp_path):
    result = run("--jsonl", input="", env={"EMBEDDING_MODEL_DIR": str(tmp_path)})
    assert result.exit_code == 2 and "No embedding model" in result.stderr


def test_the_model_is_found_above(tmp_path):
    place = tmp_path / ".traclearn/tools/models"
    place.mkdir(parents=True)
    for name in FILES:
        (place / name).touch()
    below = tmp_path / "a/b"
    assert model_folder(below, {}) == place
    assert model_folder(below, {"EMBEDDING_MODEL_DIR": "/elsewhere"}) == Path("/elsewhere")


def test_help_shows_examples():
    result = CliRunner().invoke(app, ["try", "--help"])
    assert "--jsonl" in result.stdout and "traclearn grader try" in result.stdout
