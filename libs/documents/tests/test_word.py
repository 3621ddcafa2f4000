"""Word documents: what stands in notes, changes, fields and boxes."""

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls


@pytest.fixture
def document(tmp_path):
    """A document by python-docx with XML put into its body; returns the path."""

    def make(*parts):
        file = docx.Document()
        for part in parts:
            file.element.body.insert(-1, parse_xml(part.replace("<w:p>", f"<w:p {nsdecls('w')}>", 1)))
        path = tmp_path / "made.docx"
        file.save(path)
        return path

    return make


def test_notes_stand_where_they_belong_and_deletions_are_gone(read, files):
    told = read(files / "extras-pandoc.docx")
    assert told.blocks == [
        ("heading", "Slack water"),
        ("text", "Slack water is short. [It is longest at neaps.] The stream turns soon after it."),
        ("text", "It lasts a few minutes."),
    ]
    assert told.lost == ["comment"]


def test_footers_are_dropped_with_the_reason(read, files):
    dropped = {loss.what: loss.why for loss in read(files / "tides-libreoffice.docx").document.dropped}
    assert dropped["footer"] == "it repeats on every page"


def test_hidden_text_is_dropped(read, document):
    path = document(
        "<w:p><w:r><w:t>Seen.</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>Not.</w:t></w:r></w:p>"
    )
    told = read(path)
    assert told.texts("text") == ["Seen."]
    assert told.lost == ["hidden passage"]


def test_a_style_of_ones_own_is_a_heading_by_its_outline_level(read, document):
    path = document(
        "<w:p><w:pPr><w:outlineLvl w:val='1'/></w:pPr><w:r><w:t>Mine</w:t></w:r></w:p>",
        "<w:p><w:r><w:t>Text.</w:t></w:r></w:p>",
    )
    assert read(path).headings == [(2, "Mine")]


def test_a_box_of_one_cell_is_no_table(read, document):
    path = document(
        f"<w:tbl {nsdecls('w')}><w:tr><w:tc><w:p><w:pPr><w:pStyle w:val='Heading1'/></w:pPr>"
        "<w:r><w:t>Boxed</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    assert read(path).blocks == [("heading", "Boxed")]


def test_merged_cells_keep_columns_in_place(read, tmp_path):
    file = docx.Document()
    table = file.add_table(3, 3)
    for row in table.rows:
        for at, cell in enumerate(row.cells):
            cell.text = f"c{at}"
    table.cell(1, 0).merge(table.cell(1, 1)).text = "wide"
    table.cell(1, 2).merge(table.cell(2, 2)).text = "high"
    file.save(tmp_path / "merged.docx")
    (rows,) = read(tmp_path / "merged.docx").texts("table")
    assert rows.split("\n")[2:] == ["| wide |  | high |", "| c0 | c1 |  |"]
