"""Plain text that was written to be read."""

from traclearn_documents.formats import plain


def test_headings_lists_tables_and_code_of_plain_text_are_recognised(parsed):
    told = parsed(
        plain,
        "TIDES\n=====\n\nThe sea rises\nand falls.\n\nWords\n-----\n\n* high\n* low\n\nMore\n----\n\n"
        "    x = 1\n\n    y = 2\n\n| a | b |\n| 1 | 2 |\n\n$$\na = b\n\nc\n$$\n",
    )
    assert told.headings == [(1, "TIDES"), (2, "Words"), (2, "More")]
    assert told.blocks[1] == ("text", "The sea rises\nand falls.")
    assert told.texts("list") == ["* high\n* low"]
    assert told.texts("code") == ["x = 1\n\ny = 2"]
    assert told.texts("table") == ["| a | b |\n| 1 | 2 |"]
    assert told.texts("formula") == ["$$\na = b\n\nc\n$$"]


def test_a_line_of_dashes_is_no_heading(parsed):
    assert parsed(plain, "one\n\n-----\n\ntwo\n").blocks == [("text", "one"), ("text", "two")]
