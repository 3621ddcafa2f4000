"""Pictures: what a page says of them is text, the picture itself is not read."""

import pytest
from traclearn_documents.formats import markdown, webpage

SAID = "[Picture: The height of the tide at Brest over one day]"


def picture(reader, alternative):
    return (
        f'<p>See: <img src="a.png" alt="{alternative}"></p>'
        if reader is webpage
        else f"See: ![{alternative}](a.png)"
    )


@pytest.mark.parametrize("reader", [webpage, markdown])
def test_a_described_picture_leaves_its_description_in_its_place(parsed, reader):
    told = parsed(reader, picture(reader, "The height of the tide at Brest over one day"))
    assert told.texts("text") == [f"See: {SAID}"]
    assert told.lost == ["picture"]


@pytest.mark.parametrize("reader", [webpage, markdown])
@pytest.mark.parametrize(
    "alternative",
    ["", "logo", "Build status", "./figures/tide_curve", "at Brest, see tide.png", "word " * 100],
)
def test_what_describes_no_picture_is_no_text(parsed, reader, alternative):
    told = parsed(reader, picture(reader, alternative))
    assert told.texts("text") == ["See:"]
    assert told.lost == ["picture"]


@pytest.mark.parametrize(
    ("reader", "heading"),
    [
        (webpage, "<h1>Tides <img alt='The height of the tide' src=a.png></h1>"),
        (markdown, "# Tides ![The height of the tide](a.png)"),
    ],
)
def test_a_picture_in_a_heading_is_no_part_of_it(parsed, reader, heading):
    assert parsed(reader, heading).headings == [(1, "Tides")]
