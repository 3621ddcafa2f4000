"""The table of contents of a document."""

from traclearn_corpus.reading import document_text
from traclearn_corpus.reading.document_text import contents


def passages(*headings):
    return [(ordinal, f"p{ordinal}", heading) for ordinal, heading in enumerate(headings)]


def test_each_run_under_the_same_headings_is_a_section():
    found = contents(passages([], ["A"], ["A"], ["A", "b"], ["A"]))
    assert [(section.passage, section.ordinal, section.heading) for section in found] == [
        ("p1", 1, ("A",)),
        ("p3", 3, ("A", "b")),
        ("p4", 4, ("A",)),
    ]


def test_deepest_headings_are_left_out_of_a_table_that_is_too_long(monkeypatch):
    monkeypatch.setattr(document_text, "MAX_SECTIONS", 2)
    found = contents(passages(["A", "a"], ["A", "b"], ["B", "a"]))
    assert [section.heading for section in found] == [("A",), ("B",)]
    assert len(contents(passages(["A"], ["B"], ["C"]))) == 2


def test_document_without_headings_has_no_contents():
    assert contents(passages([], [])) == ()
    assert contents([]) == ()
