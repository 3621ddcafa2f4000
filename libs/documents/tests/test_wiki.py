"""Trac's wiki text."""

import time

import pytest
from traclearn_documents.formats import wiki


def test_a_page_is_read_as_trac_shows_it(read, files):
    told = read(files / "tides.wiki", "Learn/Tides", "text/x-trac-wiki")
    assert told.title == "Tides and the Moon"
    assert told.front == {"subject": "oceanography", "prerequisites": ["gravity"]}
    assert told.headings == [(1, "Tides and the Moon"), (2, "Words to know")]
    assert told.texts("table") == [
        "| Phase | Tide |\n| --- | --- |\n| New moon | spring |\n| First quarter | neap |"
    ]
    assert told.texts("code") == ["def f():\n    {{{nested}}}\n    return 1"]
    assert told.texts("quote") == ["The Moon pulls the near side.", "Indented quote."]
    assert told.texts("list") == [
        "- High water: the highest level of one tide.\n  - nested\n- Low water",
        "1. Read\n2. Find",
        "- slack: when the stream turns\n- ebb: when it falls",
    ]


def test_a_page_without_heading_is_called_by_the_last_part_of_its_name(read, made):
    assert read(made("page", "Just text."), "Learn/v1.2", "text/x-trac-wiki").title == "v1.2"


def test_wiki_links_of_all_forms_become_their_labels(parsed):
    told = parsed(
        wiki,
        "See [wiki:Learn/Gravity gravity], [[Learn/Orbits|orbits]], MeasuringTides, wiki:Slack, [[Ebb]], "
        "[#part below], "
        '[wiki:"High Water" high], https://example.org/tides. Not !NotThis, [1] or [a b].',
    )
    assert told.texts("text") == [
        "See gravity, orbits, MeasuringTides, Slack, Ebb, below, high, https://example.org/tides. "
        "Not NotThis, [1] or [a b]."
    ]
    assert [target for target, _ in told.links] == [
        "wiki:Learn/Gravity",
        "wiki:Learn/Orbits",
        "wiki:MeasuringTides",
        "wiki:Slack",
        "wiki:Ebb",
        "#part",
        "wiki:High Water",
        "https://example.org/tides",
    ]


def test_macros_are_dropped_by_name_and_a_line_break_is_none(parsed):
    told = parsed(wiki, "[[TOC]][[Image(moon.png, 40%)]]a[[BR]]b [[TicketQuery(a=b)]] [[Mine(x)]]")
    assert told.texts("text") == ["a\nb"]
    assert told.lost == ["macro “TOC”", "picture", "macro “TicketQuery”", "macro “Mine”"]


def test_emphasis_is_gone_and_code_is_not(parsed):
    told = parsed(wiki, "'''bold''' ''it'' **b** __u__ `x ** y` {{{a // b}}} x^2^ H,,2,,O a,,s,,")
    assert told.texts("text") == ["bold it b u `x ** y` `a // b` x^2 H2O a_s"]


def test_wiki_processors_become_blocks_of_their_kind(parsed):
    told = parsed(
        wiki,
        "{{{#!div class=note\n== In ==\ntext\n}}}\n{{{\n#!latex\na^2\n}}}\n{{{#!csv\na,b\n1,2\n}}}\n"
        "{{{#!html\n<p>page</p>\n}}}\n{{{#!comment\nsecret\n}}}\n{{{\nplain\n}}}\n",
    )
    assert told.blocks == [
        ("heading", "In"),
        ("text", "text"),
        ("formula", "$$a^2$$"),
        ("table", "| a | b |\n| --- | --- |\n| 1 | 2 |"),
        ("text", "page"),
        ("code", "plain"),
    ]
    assert told.lost == ["comment"]


HOSTILE = {
    "open blocks": "{{{\n" * 40_000,
    "open boxes": "{{{#!div\n" * 40_000,
    "open brackets": "[" * 200_000,
    "open macros": "[[a(" * 80_000,
    "page names": "AaBb" * 80_000,
    "backticks": "`" * 200_001,
    "bars": "||" * 200_000,
    "continued rows": "||a\\\n" * 60_000,
    "equals": "=" * 300_000,
    "carets": "^a" * 150_000,
    "dollars": "$$\n" * 60_001,
    "deep list": "\n".join(" " * depth + "* x" for depth in range(800)),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_pages_take_time_in_proportion(parsed, text):
    began = time.process_time()
    parsed(wiki, text)
    assert time.process_time() - began < 4
