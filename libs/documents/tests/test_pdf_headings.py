"""Which lines of pages are headings: put together here as manuals made with Texinfo and DocBook have them."""

import pytest
from traclearn_documents.formats.pdf.headings import Bookmark, levels
from traclearn_documents.formats.pdf.page import Line, Page, Table, TextSpan
from traclearn_documents.formats.pdf.tables import find_tables

BODY = "The parser reads one line after the other, and each of them ends where a command ends."


def line(y, *words, size=11.0, bold=False, repeats=False):
    spans = [
        TextSpan(text, 70.0 + 60 * at, 100.0 + 60 * at, y, size, bold, False) for at, text in enumerate(words)
    ]
    return Line(spans, 1, repeats)


def found(page, *bookmarks):
    given = levels([page], [Bookmark(level, title, 1) for level, title in bookmarks])
    return [(given[id(each)], each.text) for each in page.lines if id(each) in given]


def page(*lines):
    return Page(1, 600.0, 800.0, [*lines, *(line(300.0 + 13 * at, BODY) for at in range(9))])


def test_a_page_number_above_a_chapter_is_no_part_of_its_heading():
    chapter = page(
        line(58.0, "2", repeats=True),
        line(108.0, "2 Objects", size=17.0, bold=True),
        line(149.0, "2.1 Types", size=14.5, bold=True),
    )
    assert found(chapter, (1, "2 Objects"), (2, "2.1 Types")) == [(1, "2 Objects"), (2, "2.1 Types")]


@pytest.mark.parametrize("words", ["3.1.2", "11.8.4"])
def test_a_bold_number_without_a_word_is_no_heading(words):
    assert not found(page(line(100.0, BODY), line(120.0, words, bold=True)))


def test_a_large_line_of_a_table_of_contents_is_no_heading():
    contents = page(line(100.0, "1 Introduction . . . . . . . . . . 3", size=14.0, bold=True))
    assert not found(contents)


def test_headings_right_below_each_other_are_no_table():
    stacked = [
        line(231.0, "5", "Hints", size=13.0, bold=True),
        line(263.0, "5.1", "Hints by hand", size=11.0, bold=True),
        line(289.0, "5.1.1", "Hints in play", size=9.0, bold=True),
    ]
    chapter = page(*stacked)
    find_tables([chapter])
    assert chapter.lines[:3] == stacked


def test_lines_of_one_size_below_each_other_are_a_table():
    rows = [line(100.0 + 13 * at, f"name {at}", f"value {at}") for at in range(3)]
    chapter = page(*rows)
    find_tables([chapter])
    assert isinstance(chapter.items[0], Table)
