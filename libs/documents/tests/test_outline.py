"""What is kept of a document, and how what is left out is told."""

from typing import get_args

import pytest
from traclearn_documents import protocol
from traclearn_documents.building import outline
from traclearn_documents.building.outline import Outline
from traclearn_documents.document import BlockKind
from traclearn_documents.errors import Rejected


def test_headings_stand_above_what_follows_even_if_levels_are_left_out():
    found = Outline()
    for level, text in [(1, "A"), (3, "B"), (2, "C"), (1, "D")]:
        found.heading(level, text)
        found.add("text", text.lower())
    document = found.build("text/plain", "name")
    assert [block.heading for block in document.blocks if block.kind == "text"] == [
        ("A",),
        ("A", "B"),
        ("A", "C"),
        ("D",),
    ]


@pytest.mark.parametrize(
    "title", ["Untitled", "Microsoft Word - tides.docx", "Presentation1", "slide 1", "--", "a.tex"]
)
def test_a_title_that_nobody_chose_is_passed_over(title):
    found = Outline()
    found.title = title
    found.heading(1, "Tides")
    assert found.build("text/plain", "name").title == "Tides"


def test_what_no_database_takes_is_gone_and_letters_are_plain():
    found = Outline()
    found.add("text", "a\x00b\u00adc\ud800 \ufb01n 𝑟\u00a0=\r\n2")
    assert found.build("text/plain", "name").blocks[0].text == "abc fin r =\n2"


def test_thousands_of_dropped_things_are_a_hundred_lines_that_count_them():
    found = Outline()
    for page in range(1000):
        found.dropped.add("picture", "not read", page)
    for number in range(300):
        found.dropped.add(f"macro “M{number}”", "not run")
    lines = found.dropped.all()
    assert len(lines) == 100
    assert lines[0].what == "1,000 pictures"
    assert lines[-1].what == "202 more things"


def test_more_text_than_anybody_reads_is_too_long(monkeypatch):
    monkeypatch.setattr(outline, "MAX_TEXT_CHARS", 10)
    found = Outline()
    found.add("text", "ten letter")
    with pytest.raises(Rejected) as caught:
        found.add("text", "x")
    assert caught.value.reason == "too_long"


def test_an_extract_and_a_rejection_survive_the_way_back():
    found = Outline()
    found.front, found.pages = {"subject": "a"}, 3
    found.heading(1, "A", 1)
    for kind in get_args(BlockKind):
        found.add(kind, f"{kind}\n“x”", 2)
    found.link("b.md", "b")
    found.dropped.add("picture", "not read", 2)
    document = found.build("text/plain", "name")
    line = protocol.dump_document(document)
    assert line.count(b"\n") == 1
    assert protocol.load_document(line) == document
    with pytest.raises(Rejected) as caught:
        protocol.load_document(protocol.dump_rejection(Rejected("scanned", "Pictures.")))
    assert (caught.value.reason, caught.value.detail) == ("scanned", "Pictures.")
