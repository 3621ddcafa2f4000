"""What a reader left out, counted, so that a thousand pictures are one line."""

from collections import Counter

from traclearn_documents.document import Dropped

MAX_LINES = 100
"""Lines that an author is shown."""
PICTURE = "pictures are not read; say in words what they show"
COMMENT = "comments are not for learners"


class DroppedContent:
    """Counts what is left out by what it is, why, and the page."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str, int | None]] = Counter()

    def add(self, what: str, why: str, page: int | None = None, count: int = 1) -> None:
        """Notes `count` of `what` (a noun in the singular), left out because `why`."""
        if count:
            self._counts[what, why, page] += count

    def all(self) -> tuple[Dropped, ...]:
        """A line each; where there are too many, one for all pages, and the rest of them together."""
        counts = self._counts
        if len(counts) > MAX_LINES:
            counts = Counter()
            for (what, why, _), count in self._counts.items():
                counts[what, why, None] += count
        lines = [Dropped(counted(what, count), why, page) for (what, why, page), count in counts.items()]
        if len(lines) > MAX_LINES:
            rest = sum(list(counts.values())[MAX_LINES - 1 :])
            lines[MAX_LINES - 1 :] = [
                Dropped(counted("more thing", rest), "more kinds of things than are listed")
            ]
        return tuple(lines)


def counted(noun: str, count: int) -> str:
    """`picture` for one, `3 pictures` for three; a name in quotes stays as it is."""
    if count == 1:
        return noun
    if noun.endswith(("”", ")")):
        return f"{noun} ({count} times)"
    return f"{count:,} {noun}s"
