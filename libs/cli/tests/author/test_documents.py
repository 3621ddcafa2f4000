"""Signing in, and what else `traclearn content` does with documents."""

import pytest
from traclearn_cli.author import documents

ONE = "course/one.md"


@pytest.fixture
def filled(run, service, course):
    assert run("add", course, "--subject", "Git")[0] == 0
    return service


def test_an_old_token_is_renewed_once(run, service, course):
    assert run("add", course)[0] == 0
    service.troubles = [("/api/v1/content", 401, {})]
    assert run("list")[0] == 0
    assert service.sign_ins == 3


def test_a_wrong_password_is_told(run, monkeypatch):
    monkeypatch.setenv("TRACLEARN_PASSWORD", "wrong")
    code, _, said = run("list")
    assert code == 3 and said == "Cannot sign in as author@demo.test: Incorrect username or password.\n"


def test_a_missing_password_is_asked_of_nobody(run, monkeypatch):
    monkeypatch.delenv("DEMO_PASSWORD")
    assert run("list")[0] == 3


def test_a_given_token_is_used_as_it_is(run, service, monkeypatch):
    monkeypatch.setenv("TRACLEARN_TOKEN", "mine")
    service.tokens = {"mine"}
    assert run("list")[0] == 0 and service.sign_ins == 0
    service.tokens = set()
    code, _, said = run("list")
    assert code == 3 and "TRACLEARN_TOKEN is not accepted" in said
    assert run("list", "--as", "author@demo.test")[0] == 0 and service.sign_ins == 1


def test_an_account_that_is_no_author_is_told(run, service):
    service.troubles = [("/api/v1/content", 403, {})]
    code, _, said = run("list")
    assert code == 3 and "group authors" in said


@pytest.mark.parametrize("name", ["TRACLEARN_URL", "COGNITO_CLIENT_ID", "DEMO_AUTHOR"])
def test_a_missing_address_says_where_to_get_it(run, monkeypatch, name):
    monkeypatch.delenv(name)
    code, _, said = run("list")
    assert code == 2 and "make -s env" in said


def test_list_shows_all_and_some(run, filled, monkeypatch):
    monkeypatch.setattr(documents, "MAX_PAGE_SIZE", 2)
    _, lines, _ = run("list", "--json")
    assert [line["name"] for line in lines] == ["course/more/three.md", ONE, "course/two.txt"]
    assert len(run("list", "--subject", "Git", "--state", "ready")[1]) == 3
    assert run("list", "--subject", "Cooking")[1] == run("list", "--state", "rejected")[1] == []


def test_show_tells_chunks_and_what_was_left_out(run, filled):
    _, (found,), _ = run("show", ONE, "--json")
    _, lines, _ = run("show", found["document"])
    assert "  left out, page 1: footer: on every page" in lines
    assert "[0] Keys › Foreign, page 2 (9 tokens)" in lines
    assert "  much like twin.md › Other (0.97)" in lines


def test_an_unknown_document_is_told(run, filled):
    code, _, said = run("show", "course/four.md")
    assert code == 1 and "'course/four.md'" in said


def test_remove_gives_a_receipt_and_restore_brings_it_back(run, filled):
    code, lines, _ = run("remove", ONE, "course/two.txt", "--yes")
    assert code == 0 and lines[0] == "removed   course/one.md: 3 chunks, 1 edges"
    assert [line["name"] for line in run("list", "--state", "removed", "--json")[1]] == [
        ONE,
        "course/two.txt",
    ]
    assert run("restore", ONE)[0] == 0
    code, _, said = run("restore", ONE)
    assert code == 1 and said == "This document is not removed.\n"


def test_nothing_is_removed_without_a_yes(run, filled):
    assert run("remove", ONE)[0] == 2
    assert run("list", "--state", "removed")[1] == []


def test_search_says_when_nothing_fits(run, filled):
    code, (hit,), _ = run("search", "what is a key?", "--json")
    assert code == 0 and hit["name"] == "a.md"
    code, lines, said = run("search", "how to boil an egg", "--k", "1")
    assert code == 1 and lines[0].startswith("0.40  a.md › Keys, page 1") and "Nothing" in said
