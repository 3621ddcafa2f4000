"""Tables as rows of text, the way Markdown writes them: people and language models read both."""

from collections.abc import Sequence

MAX_COLUMNS = 100
"""Columns; what claims more is no table to learn from."""


def table(rows: Sequence[Sequence[str]], *, headed: bool = True) -> str:
    """The rows one below the other, the first one set apart if it names the columns; "" without words."""
    cells = [[cell(text) for text in row[:MAX_COLUMNS]] for row in rows]
    cells = [row for row in cells if any(row)]
    width = max(map(len, cells), default=0)
    lines = ["| " + " | ".join(row + [""] * (width - len(row))) + " |" for row in cells]
    if headed and len(lines) > 1:
        lines.insert(1, "|" + " --- |" * width)
    return "\n".join(lines)


def cell(text: str) -> str:
    """One cell in one line, so that its bars are not taken for the table's."""
    return " ".join(text.split()).replace("|", "\\|")
