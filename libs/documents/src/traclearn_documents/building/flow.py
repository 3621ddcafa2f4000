"""Running text with lists and quotes in it, as Markdown, HTML and wiki pages have it, made into blocks."""

from traclearn_documents.building.outline import Outline
from traclearn_documents.document import BlockKind

MAX_LIST_DEPTH = 20
"""Levels of a list that are indented; deeper ones stand below each other."""


class Flow:
    """Gathers what is said inside a list or a quote into one block. What must stay whole goes between."""

    def __init__(self, outline: Outline, page: int | None = None) -> None:
        self.outline = outline
        self.page = page
        self._lists: list[int | None] = []
        self._quotes = 0
        self._marker = ""
        self._lines: list[str] = []
        self._kind: BlockKind = "list"

    def open_list(self, start: int | None = None) -> None:
        """Begins a list, maybe within an item; `start` is the number of the first item of an ordered one."""
        if not self._lists and not self._quotes:
            self.flush()
        self._lists.append(start)

    def close_list(self) -> None:
        if self._lists:
            self._lists.pop()
        if not self._lists and not self._quotes:
            self.flush()

    def open_item(self) -> None:
        """Begins an item: what is said next stands behind its bullet or number."""
        number = self._lists[-1] if self._lists else None
        self._marker = "- " if number is None else f"{number}. "
        if number is not None:
            self._lists[-1] = number + 1

    def open_quote(self) -> None:
        if not self._lists and not self._quotes:
            self.flush()
        self._quotes += 1

    def close_quote(self) -> None:
        self._quotes = max(0, self._quotes - 1)
        if not self._lists and not self._quotes:
            self.flush()

    def add_paragraph(self, text: str) -> None:
        """A paragraph, wherever it stands."""
        text = text.strip()
        if not text:
            return
        if not self._lines:
            self._kind = "list" if self._lists else "quote"
        if self._lists:
            self._lines += self._item(text)
        elif self._quotes:
            self._lines += ["", text] if self._lines else [text]
        else:
            self.outline.add("text", text, self.page)

    def add_whole(self, kind: BlockKind, text: str) -> None:
        """Something that stays whole: it ends the list so far, which goes on behind it."""
        self.flush()
        self.outline.add(kind, text, self.page)

    def heading(self, level: int, text: str) -> None:
        self.flush()
        self.outline.heading(level, text, self.page)

    def flush(self) -> None:
        """Ends what is being gathered; call it at the end."""
        lines, self._lines = self._lines, []
        self.outline.add(self._kind, "\n".join(lines), self.page)

    def _item(self, text: str) -> list[str]:
        indent = "  " * min(len(self._lists) - 1, MAX_LIST_DEPTH)
        first, *more = text.split("\n")
        if self._marker:
            lines = [indent + self._marker + first]
            self._marker = ""
        else:
            lines = [indent + "  " + first]
        return lines + [indent + "  " + line for line in more]
