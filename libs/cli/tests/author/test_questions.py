"""What `traclearn questions` sends to Trac and prints."""

import json

import pytest
from traclearn_cli.main import build_app
from typer.testing import CliRunner


@pytest.fixture
def say(service):
    def run(*arguments):
        result = CliRunner().invoke(build_app(()), ["questions", *map(str, arguments)])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result.exit_code, result.stdout, result.stderr

    return run


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "bank.xml"
    path.write_text("<quiz/>")
    return path


def test_export_prints_the_file_as_it_came(say):
    assert say("export", "--course", "Seas") == (0, "questions: [] # yaml Seas\n", "")
    assert say("export", "--format", "csv")[1] == "questions: [] # csv all\n"


def test_import_prints_what_became_of_each_and_ends_with_1_for_a_refusal(say, service, file):
    code, printed, _ = say("import", file, "--course", "Biology")
    assert code == 1
    first, second = printed.splitlines()
    assert first.split() == ["new", "#12", "Tides", "(question", "1)"]
    assert second.endswith("(question 2): No.")
    assert service.questions.brought == [({"course": "Biology", "release": ""}, "bank.xml", "<quiz/>")]


def test_import_looks_or_releases_as_asked(say, service, file):
    service.questions.outcomes = service.questions.outcomes[:1]
    code, _, note = say("import", file, "--mode", "look")
    assert code == 0 and "Nothing is changed yet" in note
    assert say("import", file, "--mode", "release")[0] == 0
    looked, released = [fields for fields, _, _ in service.questions.brought]
    assert (looked.get("look"), looked["release"], released["release"]) == ("1", "", "1")
    assert "look" not in released


def test_import_for_machines_is_an_object_a_line(say, file):
    _, printed, _ = say("import", file, "--json")
    assert [json.loads(line)["outcome"] for line in printed.splitlines()] == ["new", "refused"]


def test_file_that_is_none_is_refused_in_the_page_s_words(say, service, file):
    service.questions.refusal = "This is no XML that can be read."
    code, printed, said = say("import", file)
    assert (code, printed) == (1, "") and "This is no XML" in said
    assert say("import", file.with_name("missing.csv"))[0] == 2
