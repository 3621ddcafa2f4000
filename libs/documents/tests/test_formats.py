"""One course, written by several programs in all formats: its structure is found again in each."""

import pytest

COURSE = [
    "tides.md",
    "tides-pandoc.docx",
    "tides-pandoc.html",
    "tides-pandoc.ipynb",
    "tides-libreoffice.docx",
    "tides-libreoffice.html",
    "tides-libreoffice.pdf",
    "tides-chromium.pdf",
]
SECTIONS = [
    "Tides and the Moon",
    "What a tide is",
    "Words to know",
    "Why there are two bulges",
    "Spring and neap tides",
    "Predicting a tide",
]
TABLE = """\
| Phase of the Moon | Sun and Moon | Tide |
| --- | --- | --- |
| New moon | in line | spring |
| First quarter | at a right angle | neap |
| Full moon | in line | spring |"""
CODE = '''\
def height(hours, parts):
    """Metres above the mean level."""
    return sum(
        amplitude * math.cos(speed * hours - phase)
        for amplitude, speed, phase in parts
    )'''


@pytest.mark.parametrize("name", COURSE)
def test_the_course_is_read_from_every_format(read, files, name):
    told = read(files / name)
    assert told.title == "Tides and the Moon"
    assert [text for _, text in told.headings] == SECTIONS
    assert told.texts("table") == [TABLE]
    assert told.texts("code") == [CODE]
    assert any(text.endswith("picture") or text.endswith("pictures") for text in told.lost)


@pytest.mark.parametrize("name", COURSE)
def test_headings_nest_as_the_author_meant(read, files, name):
    words = next(block for block in read(files / name).document.blocks if block.text == "Words to know")
    assert words.heading == ("Tides and the Moon", "What a tide is")


@pytest.mark.parametrize("name", [name for name in COURSE if name != "tides-chromium.pdf"])
def test_items_of_lists_stand_below_each_other(read, files, name):
    items = "\n".join(read(files / name).texts("list"))
    assert "- High water: the highest level of one tide.\n- Low water: the lowest level of one tide." in items
    assert (
        "1. Read the table of the day.\n2. Find the two high waters.\n3. Interpolate between them." in items
    )


@pytest.mark.parametrize(
    ("name", "formula"),
    [
        ("tides.md", "$$\na = \\frac{2 G M R}{r^3}\n$$"),
        ("tides-pandoc.html", "$$a = \\frac{2 G M R}{r^3}$$"),
        ("tides-pandoc.ipynb", "$$\na = \\frac{2 G M R}{r^3}\n$$"),
        ("tides-pandoc.docx", "a=2GMR/(r^3)"),
        ("tides-libreoffice.docx", "a=2GMR/(r^3)"),
        ("slides-pandoc.pptx", "a=2GMR/(r^3)"),
    ],
)
def test_formula_is_one_block_in_every_format(read, files, name, formula):
    assert read(files / name).texts("formula") == [formula]


@pytest.mark.parametrize(
    "name",
    ["tides.md", "tides-pandoc.docx", "tides-pandoc.html", "tides-libreoffice.docx", "tides-pandoc.ipynb"],
)
def test_quotation_is_a_quote_block_in_every_format(read, files, name):
    (quote,) = read(files / name).texts("quote")
    assert quote.startswith("The Moon pulls the near side")


@pytest.mark.parametrize("name", COURSE)
def test_a_link_keeps_its_words(read, files, name):
    ((target, words),) = read(files / name).links
    assert target.endswith("measuring.md#gauges")
    assert words == "how it is measured"


def test_front_matter_of_markdown_is_read(read, files):
    assert read(files / "tides.md").front == {
        "subject": "oceanography",
        "concept": "tides",
        "prerequisites": ["gravity", "orbits"],
        "difficulty": 2,
    }
