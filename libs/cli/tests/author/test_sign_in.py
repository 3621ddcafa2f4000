"""Whose token a command uses, and what it says when there is none."""

import pytest


def test_refused_token_is_renewed_once(run, service, course):
    assert run("add", course)[0] == 0
    service.troubles = [("/api/v1/content", 401, {})]
    assert run("list")[0] == 0
    assert service.sign_ins == 3


def test_wrong_password_ends_the_command(run, monkeypatch):
    monkeypatch.setenv("TRACLEARN_PASSWORD", "wrong")
    code, _, said = run("list")
    assert code == 3 and said == "Cannot sign in as author@demo.test: Incorrect username or password.\n"


def test_missing_password_without_a_terminal_ends_the_command(run, monkeypatch):
    monkeypatch.delenv("DEMO_PASSWORD")
    assert run("list")[0] == 3


def test_given_token_is_used_without_a_sign_in(run, service, monkeypatch):
    monkeypatch.setenv("TRACLEARN_TOKEN", "mine")
    service.tokens = {"mine"}
    assert run("list")[0] == 0 and service.sign_ins == 0
    service.tokens = set()
    code, _, said = run("list")
    assert code == 3 and "TRACLEARN_TOKEN is not accepted" in said
    assert run("list", "--as", "author@demo.test")[0] == 0 and service.sign_ins == 1


def test_account_of_no_author_names_the_group(run, service):
    service.troubles = [("/api/v1/content", 403, {})]
    code, _, said = run("list")
    assert code == 3 and "group authors" in said


@pytest.mark.parametrize("name", ["TRACLEARN_URL", "COGNITO_CLIENT_ID", "DEMO_AUTHOR"])
def test_missing_variable_says_where_to_get_it(run, monkeypatch, name):
    monkeypatch.delenv(name)
    code, _, said = run("list")
    assert code == 2 and "make -s env" in said
