"""Blocks out of lines that come one by one: neighbours of one kind are one list, quote or code."""

from traclearn_documents.building.outline import Outline
from traclearn_documents.document import BlockKind

SEPARATORS = {"quote": "\n\n"}


class BlockCollector:
    """Takes lines with their kind; one of another kind ends the block before it."""

    def __init__(self, outline: Outline) -> None:
        self.outline = outline
        self._kind: BlockKind = "text"
        self._page: int | None = None
        self._lines: list[str] = []

    def line(self, kind: BlockKind, text: str, page: int | None = None) -> None:
        """A line of a list, a quote or code. Empty ones count in code only."""
        if kind != self._kind or page != self._page:
            self.flush()
        self._kind, self._page = kind, page
        if text.strip() or kind == "code":
            self._lines.append(text)

    def add(self, kind: BlockKind, text: str, page: int | None = None) -> None:
        """A block of its own."""
        self.flush()
        self.outline.add(kind, text, page)

    def heading(self, level: int, text: str, page: int | None = None) -> None:
        self.flush()
        self.outline.heading(level, text, page)

    def flush(self) -> None:
        lines, self._lines = self._lines, []
        self.outline.add(self._kind, SEPARATORS.get(self._kind, "\n").join(lines), self._page)
