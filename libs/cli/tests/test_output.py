"""What reaches a terminal, and what a pipe."""

import sys

import pytest
from traclearn_cli.output import parse_time, print_result, styled_state, time_with_zone

GREEN = "\x1b[32mready    \x1b[0m"


@pytest.fixture
def terminal(monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)


@pytest.mark.parametrize("as_json", [True, False])
def test_result_is_one_line_or_one_object(capsys, as_json):
    print_result({"name": "é"}, "a line", as_json)
    assert capsys.readouterr().out == ('{"name": "é"}\n' if as_json else "a line\n")


def test_state_in_a_pipe_has_no_colour():
    assert styled_state("ready", 9) == "ready    "


@pytest.mark.usefixtures("terminal")
def test_state_on_a_terminal_has_its_colour(monkeypatch):
    assert styled_state("ready", 9) == GREEN
    assert styled_state("embedding") == "embedding"
    monkeypatch.setenv("NO_COLOR", "1")
    assert styled_state("ready", 9) == "ready    "


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("2026-01-15T09:30:00", "2026-01-15T09:30:00+00:00"),
        ("2026-01-15T09:30:00+02:00", "2026-01-15T09:30:00+02:00"),
        ("yesterday", "yesterday"),
    ],
)
def test_time_is_printed_with_its_zone(text, printed):
    assert time_with_zone(text) == printed


def test_text_that_is_no_time_is_none():
    assert parse_time("yesterday") is None
