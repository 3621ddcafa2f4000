"""How much fits into one chunk, by the embedder's own count of tokens."""

from collections.abc import Callable

from indexer.domain.chunking.embedded_text import heading_line

MIN_PASSAGE_TOKENS = 192
"""Tokens of a passage that the headings (`MAX_HEADING_BYTES` of `embedded_text`) leave room in."""
MAX_CHARS_PER_TOKEN = 16
"""Characters a token on average, at most: some tokenizers make one token of however long a word."""


class TokenBudget:
    """Counts each text once. `count` gives the tokens of a text with the special ones around it."""

    def __init__(self, count: Callable[[str], int], limit: int) -> None:
        if limit < MIN_PASSAGE_TOKENS:
            raise ValueError(
                f"An embedder must take passages of at least {MIN_PASSAGE_TOKENS} tokens, not {limit}."
            )
        self._count = count
        self._limit = limit
        self._special = count("")
        self._sizes: dict[str, int] = {}
        self._rooms: dict[str, int] = {}

    def room(self, heading: tuple[str, ...]) -> int:
        """Tokens left for the content under these headings."""
        above = heading_line(heading)
        if above not in self._rooms:
            taken = self._count(f"{above}\n") if above else self._special
            self._rooms[above] = self._limit - taken
        return self._rooms[above]

    def size(self, text: str) -> int:
        """Tokens of a text alone."""
        if text not in self._sizes:
            self._sizes[text] = self._count(text) - self._special
        return self._sizes[text]

    def fits(self, text: str, room: int) -> bool:
        """Whether a text takes at most `room` tokens; it is not counted where its bytes already say so."""
        if len(text) > room * MAX_CHARS_PER_TOKEN:
            return False
        return len(text.encode()) <= room or self.size(text) <= room

    def count_passage(self, passage: str) -> int | None:
        """Tokens of a whole passage; None if it is too large."""
        if len(passage) > self._limit * MAX_CHARS_PER_TOKEN:
            return None
        tokens = self._count(passage)
        return tokens if tokens <= self._limit else None
