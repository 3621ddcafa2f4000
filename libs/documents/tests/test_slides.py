"""Presentations: slides are pages, titles are headings."""

import pytest


@pytest.mark.parametrize("name", ["slides-pandoc.pptx", "slides-libreoffice.pptx"])
def test_slides_are_pages_with_their_titles(read, files, name):
    told = read(files / name)
    assert told.title == "Tides and the Moon"
    assert told.document.pages == 7
    titles = {block.text: block.page for block in told.document.blocks if block.kind == "heading"}
    assert titles["What a tide is"] == 3
    assert titles["Computing"] == 7


def test_titles_of_slides_nest_below_their_section(read, files):
    told = read(files / "slides-pandoc.pptx")
    assert told.headings[:3] == [(1, "Tides and the Moon"), (2, "Causes"), (3, "What a tide is")]


@pytest.mark.parametrize("name", ["slides-pandoc.pptx", "slides-libreoffice.pptx"])
def test_points_notes_and_code_of_slides_are_blocks_of_their_kind(read, files, name):
    told = read(files / name)
    assert told.texts("list") == [
        "- The regular rise and fall of the sea\n- About 12 hours and 25 minutes between two high waters\n"
        "  - Half of a lunar day"
    ]
    assert "Ask who has seen a tide table before." in told.texts("text")
    assert told.texts("code") == ["def height(hours):\n    return amplitude * math.cos(speed * hours)"]


def test_subject_property_of_a_presentation_becomes_the_subject(read, files):
    assert read(files / "slides-pandoc.pptx").front == {"subject": "oceanography"}


def test_a_printed_deck_keeps_its_slides(read, files):
    told = read(files / "slides-libreoffice.pdf")
    assert told.document.pages == 7
    assert "Spring and neap" in [text for _, text in told.headings]
