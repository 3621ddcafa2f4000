"""How far two words say the same: by spelling, by the word list, by their vectors."""

from collections.abc import Callable

from traclearn_english import stem

from grader.adapters.offline import meanings
from grader.domain.words import same

Near = Callable[[str, str], float]
"""Closeness of two words by their vectors, -1 to 1."""
Like = Callable[[str, str], tuple[float, bool]]
"""How far two words say the same, 0 to 1, and whether they are opposites."""

EXACT = 0.9
"""The strength of a match by the word list; vectors alone reach 0.8."""


class Likeness:
    """Compares words by spelling, word list and vectors; remembers, since the same words meet often."""

    def __init__(self, near: Near) -> None:
        self._near = near
        self._known: dict[tuple[str, str], tuple[float, bool]] = {}

    def __call__(self, one: str, other: str) -> tuple[float, bool]:
        """(0 to 1, whether they are opposites)."""
        key = (one, other)
        if key not in self._known:
            self._known[key] = self._compared(one, other)
        return self._known[key]

    def _compared(self, one: str, other: str) -> tuple[float, bool]:
        if one == other or stem(one) == stem(other):
            return 1.0, False
        if one.isdigit() or other.isdigit():
            return (EXACT, True) if one.isdigit() and other.isdigit() else (0.0, False)
        if meanings.opposed(one, other):
            return EXACT, True
        if meanings.alike(one, other) or same(stem(one), stem(other)):
            return EXACT, False
        return min(max((self._near(one, other) - 0.3) / 0.45, 0.0), 1.0) * 0.8, False
