"""Words that say the opposite of each other. Vectors can't tell: to them `faster` and `slower` are close."""

from collections.abc import Iterator
from functools import cache

from grader.adapters.offline.lexicon import read_lines

PREFIXES = ("un", "in", "im", "ir", "il", "dis", "non", "a", "de", "non-", "anti")
MIN_STEM_CHARS = 5
"""Letters of a word that a prefix turns round: `mutable`, `immutable`, but not `form`, `inform`."""
ENDINGS = ("", "s", "es", "ed", "ing", "er", "est", "ly", "d", "r", "st", "n")


def are_opposed(one: str, other: str) -> bool:
    """By the list, or by a prefix. Words in lower case."""
    theirs = senses(other)
    if any((pair, side) in theirs for pair, side in senses(one)):
        return False
    if any((pair, -side) in theirs for pair, side in senses(one)):
        return True
    short, long = sorted((one, other), key=len)
    return len(short) >= MIN_STEM_CHARS and any(long == prefix + short for prefix in PREFIXES)


def senses(word: str) -> frozenset[tuple[int, int]]:
    """(pair, side): the same pair and side mean the same, the other side the opposite."""
    return opposites().get(word, frozenset())


@cache
def opposites() -> dict[str, frozenset[tuple[int, int]]]:
    found: dict[str, set[tuple[int, int]]] = {}
    for pair, line in enumerate(read_lines("opposites")):
        for side, half in zip((1, -1), line.split("|"), strict=True):
            for word in half.split():
                for form in forms(word):
                    found.setdefault(form, set()).add((pair, side))
    return {word: frozenset(known) for word, known in found.items()}


def forms(word: str) -> Iterator[str]:
    """The word with its usual endings."""
    for ending in ENDINGS:
        yield word + ending
    if word.endswith("e"):
        yield word[:-1] + "ing"
    if word.endswith("y"):
        yield from (word[:-1] + "ies", word[:-1] + "ied", word[:-1] + "ier", word[:-1] + "ily")
    yield from (word + word[-1] + ending for ending in ("ed", "ing", "er", "est"))
