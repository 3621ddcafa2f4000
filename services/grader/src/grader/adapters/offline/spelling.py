"""Typing slips put right before a text is compared; quotes still come from what was written."""

from collections.abc import Iterable

from traclearn_english import STOP_WORDS

from grader.adapters.offline.meanings import opposed, senses
from grader.domain.words import TOKEN, Word, distance, slips

DENIALS = frozenset(("without", "never", "cannot", "instead", "doesn't", "neither"))


class Spelling:
    """The words that an answer to one question may have meant."""

    def __init__(self, known: Iterable[Word]) -> None:
        self._known = {word.text for word in known} | DENIALS
        self._targets = sorted({text for text in self._known if len(text) >= 4})
        self._found: dict[str, str] = {}

    def corrected(self, text: str) -> str:
        """`text` with each unknown word that is nearly a known one replaced by it."""
        return TOKEN.sub(lambda match: self.word(match.group()), text)

    def word(self, written: str) -> str:
        lower = written.lower()
        if len(lower) < 4 or lower in self._known or lower in STOP_WORDS or senses(lower):
            return written
        if lower not in self._found:
            self._found[lower] = self._nearest(lower)
        return self._found[lower] or written

    def _nearest(self, lower: str) -> str:
        best, least = "", slips(lower) + 1
        for target in self._targets:
            if target[0] != lower[0] or related(target, lower):
                continue
            away = distance(lower, target, slips(target))
            if away < min(least, slips(target) + 1):
                best, least = target, away
        return best


def related(one: str, other: str) -> bool:
    """Another form of the same word, or its opposite: no slip."""
    return one.startswith(other) or other.startswith(one) or opposed(one, other)
