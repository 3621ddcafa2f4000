"""Markdown, and what hides in it."""

from traclearn_documents.formats import markdown


def test_formulas_keep_their_stars_and_underlines(parsed):
    told = parsed(
        markdown, "For $a_1 * b_1 * c$ and \\(x_1 * y_1\\), not $5 and $6.\n\n\\[\nz^2 * w_2\n\\]\n"
    )
    assert told.blocks == [
        ("text", "For $a_1 * b_1 * c$ and \\(x_1 * y_1\\), not $5 and $6."),
        ("formula", "\\[\nz^2 * w_2\n\\]"),
    ]


def test_a_formula_that_is_never_closed_takes_nothing_with_it(parsed):
    assert parsed(markdown, "$$\na = b\n\n# Heading\n").headings == [(1, "Heading")]


def test_code_in_a_list_is_whole_and_the_list_goes_on(parsed):
    told = parsed(markdown, "- one\n\n  ```sh\n  ls | wc\n  ```\n\n- two\n  - deep\n")
    assert told.blocks == [("list", "- one"), ("code", "ls | wc"), ("list", "- two\n  - deep")]


def test_html_within_is_read_and_comments_are_dropped(parsed):
    told = parsed(
        markdown, "<!-- todo -->\n\n<table><tr><th>A</th></tr><tr><td>1</td></tr></table>\n\nline<br>break\n"
    )
    assert told.blocks == [("table", "| A |\n| --- |\n| 1 |"), ("text", "line\nbreak")]
    assert told.lost == ["comment"]


def test_links_may_be_relative_and_data_is_none(parsed):
    told = parsed(markdown, "[next](../b.md#part) <https://example.org> [x](data:text/plain,hi)\n")
    assert told.links == [("../b.md#part", "next"), ("https://example.org", "https://example.org")]


def test_a_title_said_twice_is_one_heading(parsed):
    told = parsed(markdown, "---\ntitle: Tides\n---\n# Tides\n\n## Tides\n\nText.\n")
    assert told.headings == [(1, "Tides")]


def test_a_file_without_a_title_is_called_by_its_name(read, made):
    assert read(made("tidal streams.md", "Only text.")).title == "tidal streams"


def test_bars_in_cells_are_no_columns(parsed):
    assert parsed(markdown, "| a |\n|---|\n| `x \\| y` |\n").texts("table") == [
        "| a |\n| --- |\n| `x \\| y` |"
    ]
