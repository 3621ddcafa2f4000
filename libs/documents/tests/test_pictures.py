"""Pictures: what a page says of them is text, the picture itself is not read."""

import pytest
from traclearn_documents.formats import markdown, webpage

SAID = "[Picture: The height of the tide at Brest over one day]"


def picture(reader, alternative, address="a.png"):
    return (
        f'<p>See: <img src="{address}" alt="{alternative}"></p>'
        if reader is webpage
        else f"See: ![{alternative}]({address})"
    )


@pytest.mark.parametrize("reader", [webpage, markdown])
@pytest.mark.parametrize(
    ("alternative", "address", "mark"),
    [
        ("The height of the tide at Brest over one day", "a.png", SAID),
        ("Tides", "a.png", "[Picture: Tides]"),
        ("at Brest, see tide.png", "a.png", "[Picture: at Brest, see tide.png]"),
        ("figures/tide_curve.svg", "a.png", "[Picture: tide_curve.svg]"),
        ("a (b", "a.png", "[Picture: a (b]"),
        ("word " * 100, "a.png", f"[Picture: {'word ' * 58}word…]"),
    ],
)
def test_a_picture_leaves_what_is_said_of_it_in_its_place(parsed, reader, alternative, address, mark):
    told = parsed(reader, picture(reader, alternative, address))
    assert told.texts("text") == [f"See: {mark}"]
    assert told.lost == ["picture"]


@pytest.mark.parametrize(
    ("address", "mark"),
    [
        ("a.png", "[Picture: a.png]"),
        ("https://example.org/figures/tide%20curve.svg?size=2#x", "[Picture: tide curve.svg]"),
        ("data:image/png;base64,AAAA", "[Picture]"),
        ("figures/", "[Picture: figures]"),
        ("http://[bad/", "[Picture]"),
    ],
)
def test_a_picture_of_which_nothing_is_said_leaves_the_name_of_its_file(parsed, address, mark):
    assert parsed(markdown, f"See: ![]({address})").texts("text") == [f"See: {mark}"]
    assert parsed(webpage, f"<p>See: <img src='{address}'></p>").texts("text") == [f"See: {mark}"]


@pytest.mark.parametrize("reader", [webpage, markdown])
@pytest.mark.parametrize(
    ("alternative", "address"),
    [
        ("Logo", "a.png"),
        ("(Note)", "note.png"),
        ("Build status", "https://img.shields.io/a/b"),
        ("Tests", "https://github.com/a/b/actions/workflows/ci.yml/badge.svg"),
    ],
)
def test_icons_and_badges_leave_nothing(parsed, reader, alternative, address):
    told = parsed(reader, picture(reader, alternative, address))
    assert told.texts("text") == ["See:"]
    assert told.lost == ["picture"]


@pytest.mark.parametrize(
    "element",
    [
        "<img src=a.png alt=''>",
        "<img src=a.png alt=Tides hidden>",
        "<img src=a.png alt=Tides aria-hidden=true>",
        "<img src=a.png alt=Tides style='display: none'>",
        "<img src=a.png alt=Tides width=16 height=16px>",
        "<svg><path d='M0 0'/></svg>",
    ],
)
def test_what_a_page_shows_to_please_leaves_nothing(parsed, element):
    assert parsed(webpage, f"<p>See: {element}</p>").texts("text") == ["See:"]


@pytest.mark.parametrize(
    "element",
    [
        "<img src=a.png alt=Tides width=640 height=16>",
        "<picture><source srcset=b.webp><img src=a.png alt=Tides></picture>",
        "<svg aria-label=Tides><path d='M0 0'/></svg>",
        "<svg><title>Tides</title><path d='M0 0'/></svg>",
    ],
)
def test_each_way_to_show_a_picture_leaves_what_is_said_of_it(parsed, element):
    assert parsed(webpage, f"<p>See: {element}</p>").texts("text") == ["See: [Picture: Tides]"]
    row = f"<table><tr><th>When<th>Tide<tr><td>noon<td>{element}</table>"
    assert "| noon | [Picture: Tides] |" in parsed(webpage, row).texts("table")[0]


@pytest.mark.parametrize(
    ("reader", "text"),
    [
        (webpage, "<p><a href=big.html>Tides <img src=a.png alt='at Brest'></a></p>"),
        (markdown, "[Tides ![at Brest](a.png)](big.html)"),
    ],
)
def test_a_picture_within_a_link_is_seen_and_is_no_words_of_the_link(parsed, reader, text):
    told = parsed(reader, text)
    assert told.texts("text") == ["Tides [Picture: at Brest]"]
    assert [(link.target, link.text) for link in told.document.links] == [("big.html", "Tides")]


@pytest.mark.parametrize(
    ("reader", "heading"),
    [
        (webpage, "<h1>Tides <img alt='The height of the tide' src=a.png></h1>"),
        (markdown, "# Tides ![The height of the tide](a.png)"),
    ],
)
def test_a_picture_in_a_heading_is_no_part_of_it(parsed, reader, heading):
    assert parsed(reader, heading).headings == [(1, "Tides")]
