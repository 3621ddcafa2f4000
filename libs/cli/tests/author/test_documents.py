"""What `traclearn content` does with documents that are there."""

import pytest
from traclearn_cli.author import documents

ONE = "course/one.md"


@pytest.fixture
def filled(run, service, course):
    assert run("add", course, "--subject", "Git")[0] == 0
    return service


def test_list_shows_all_or_those_that_match(run, filled, monkeypatch):
    monkeypatch.setattr(documents, "MAX_PAGE_SIZE", 2)
    _, lines, _ = run("list", "--json")
    assert [line["name"] for line in lines] == ["course/more/three.md", ONE, "course/two.txt"]
    assert len(run("list", "--subject", "Git", "--state", "ready")[1]) == 3
    assert run("list", "--subject", "Cooking")[1] == run("list", "--state", "rejected")[1] == []


def test_show_prints_chunks_and_what_was_left_out(run, filled):
    _, (found,), _ = run("show", ONE, "--json")
    _, lines, _ = run("show", found["document"])
    assert "  left out, page 1: footer: on every page" in lines
    assert "[0] Keys › Foreign, page 2 (9 tokens)" in lines
    assert "  much like twin.md › Other (0.97)" in lines


def test_unknown_document_is_named(run, filled):
    code, _, said = run("show", "course/four.md")
    assert code == 1 and "'course/four.md'" in said


def test_removed_document_leaves_a_receipt_and_can_be_restored(run, filled):
    code, lines, _ = run("remove", ONE, "course/two.txt", "--yes")
    assert code == 0 and lines[0] == "removed   course/one.md: 3 chunks, 1 edges"
    assert [line["name"] for line in run("list", "--state", "removed", "--json")[1]] == [
        ONE,
        "course/two.txt",
    ]
    assert run("restore", ONE)[0] == 0
    code, _, said = run("restore", ONE)
    assert code == 1 and said == "This document is not removed.\n"


def test_removal_without_a_yes_removes_nothing(run, filled):
    assert run("remove", ONE)[0] == 2
    assert run("list", "--state", "removed")[1] == []


def test_search_without_a_fitting_hit_says_so(run, filled):
    code, (hit,), _ = run("search", "what is a key?", "--json")
    assert code == 0 and hit["name"] == "a.md"
    code, lines, said = run("search", "how to boil an egg", "--k", "1")
    assert code == 1 and lines[0].startswith("0.40  a.md › Keys, page 1") and "Nothing" in said
