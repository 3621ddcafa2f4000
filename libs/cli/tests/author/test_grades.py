"""What `traclearn grade` and `traclearn grades` print."""

import csv
import io
import json

import pytest
from traclearn_cli.main import build_app
from typer.testing import CliRunner

GRADE = "3f0c9a51-7d4e-5b0c-8a43-1d7f1c0e6a02"


@pytest.fixture
def say(service):
    def run(*arguments):
        result = CliRunner().invoke(build_app(()), [*arguments])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result.exit_code, result.stdout, result.stderr

    return run


def test_story_says_grades_decisions_and_hints_in_order(say):
    code, printed, _ = say("grade", "show", GRADE)
    assert code == 0
    lines = printed.splitlines()
    assert lines[0].startswith("Ticket #42 · Version control · learner 5f0c2a54") and "attempt 1" in lines[0]
    assert "  | A commit records a snapshot of the whole tree." in lines
    heads = [line for line in lines if line.startswith("2026-")]
    assert [head.split("  ")[1] for head in heads] == [
        "graded: 66.67 % by openai/gpt-5-mini (counts)",
        "withdrawn by 8d2e7c1a-1b34-4f7e-8c55-0d9b3a6f2e77",
        "explanation by openai/gpt-5-mini",
    ]
    assert '  ✓ yes    What a commit records "a snapshot of the whole tree"' in lines
    assert any("412 + 96 tokens, $0.000295, 1840 ms, reply resp_0a1b2c" in line for line in lines)


def test_story_of_an_erased_answer_says_so(say, service):
    service.grades.story |= {"answer": None, "submitted_at": None, "course": None}
    _, printed, _ = say("grade", "show", GRADE)
    assert "(erased, or gone)" in printed


def test_story_says_what_a_second_grader_found(say, service):
    """Of an appeal it has neither flags nor a revision, for it is no grade."""
    assessed = {
        "id": "7b1f0f3e-6f5a-4b7d-9a53-3f6f2c1d0e09",
        "kind": "assessed",
        "at": "2026-01-15T09:42:00+00:00",
    }
    said = {"cause": "appeal", "by": None, "person": False, "score": None, "items": [], "provenance": None}
    service.grades.story["story"].append(
        {**assessed, **said, "outcome": "to_author", "why": "no_second_voice"}
    )
    code, printed, _ = say("grade", "show", GRADE)
    assert code == 0
    assert printed.endswith("assessed by unknown\n  to_author: no_second_voice\n")


def test_story_lets_nobody_write_to_the_terminal(say, service):
    """Neither codes that it obeys nor a line of the story's own."""
    service.grades.story["answer"] = "Mine\x1b[2J\x9b1A\tall"
    service.grades.story["story"][0]["items"][0]["quote"] = "a\n2026-01-15  graded: 100 %"
    _, printed, _ = say("grade", "show", GRADE)
    assert "  | Mine\ufffd[2J\ufffd1A all\n" in printed
    assert '"a 2026-01-15  graded: 100 %"' in printed


def test_story_as_json_is_one_document(say, service):
    _, printed, _ = say("grade", "show", GRADE, "--json")
    assert json.loads(printed) == service.grades.story


def test_story_with_replies_says_what_the_model_said_under_the_id_of_the_grade(say, service):
    _, plain, _ = say("grade", "show", GRADE)
    service.grades.replies[0]["reply"]["text"] += "\x1b[2J"
    code, printed, _ = say("grade", "show", GRADE, "--replies")
    assert code == 0 and printed.startswith(plain)
    head, said = printed.removeprefix(plain).strip().splitlines()
    assert head.endswith("reply resp_0a1b2c, grade by openai/gpt-5-mini") and "reply resp_0a1b2c" in plain
    assert said.startswith('  | {"points": [{"id": "snapshot"') and said.endswith("\ufffd[2J")
    _, printed, _ = say("grade", "show", GRADE, "--replies", "--json")
    assert json.loads(printed) == service.grades.story | {"replies": service.grades.replies}


def test_story_names_the_reply_of_a_hint_and_of_a_second_look(say, service):
    graded, *_, hint = service.grades.story["story"]
    looked = {"kind": "assessed", "cause": "appeal", "outcome": "stands", "why": "second_agrees"}
    looked = {name: graded[name] for name in ("id", "at", "by", "person", "score", "items")} | looked
    told = [looked, hint | {"kind": "hint"}]
    named = [{"provenance": graded["provenance"], "reply_id": id_} for id_ in ("resp_look", "resp_hint")]
    service.grades.story["story"] = [entry | of for entry, of in zip(told, named, strict=True)]
    _, printed, _ = say("grade", "show", GRADE)
    ends = [line.rpartition(", ")[2] for line in printed.splitlines() if "tokens" in line]
    assert ends == ["reply resp_look", "reply resp_hint"]


def test_replies_that_are_gone_are_said_to_be(say, service):
    service.grades.replies = []
    assert "No reply of a language model" in say("grade", "show", GRADE, "--replies")[1]


def test_unknown_grade_is_refused(say):
    assert say("grade", "show", "../spending")[::2] == (1, "There is no such grade.\n")


def test_export_has_all_pages_and_no_formulas(say):
    code, printed, _ = say("grades", "export", "--course", "Version control", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(printed)))
    assert code == 0 and [row["counting_score"] for row in rows] == ["0.6667", ""]
    assert rows[0]["provisional"] == "yes" and rows[0]["grade"] == GRADE
    assert rows[1]["learner"] == "'=cmd|' /C calc'!A0"


def test_export_as_json_is_a_line_an_entry(say, service):
    _, printed, _ = say("grades", "export", "--format", "json")
    assert [json.loads(line) for line in printed.splitlines()] == service.grades.entries


def test_export_of_a_course_without_grades_is_empty(say):
    assert say("grades", "export", "--course", "Nothing", "--format", "json") == (0, "", "")


def test_export_in_another_format_is_wrong_usage(say):
    assert say("grades", "export", "--format", "xls")[0] == 2


def test_spending_is_a_line_a_day_or_a_note(say, service):
    code, printed, _ = say("grades", "spending", "--days", "7")
    assert (code, printed) == (
        0,
        "2026-01-15  $    0.0354  Version control: 120 grades, 14 hints, 49440 + 11520 tokens\n",
    )
    service.grades.spending = []
    assert say("grades", "spending", "--json") == (
        *(0, ""),
        "No language model was paid for in these days.\n",
    )
