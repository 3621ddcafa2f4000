"""Words that say the same or the opposite. Vectors can't: to them `faster` and `slower` are close."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from grader.adapters.offline.lexicon import read_lines

MAX_CACHED_PAIRS = 1 << 16
PREFIXES = ("un", "in", "im", "ir", "il", "dis", "non", "a", "de", "non-", "anti")
ENDINGS = ("", "s", "es", "ed", "ing", "er", "est", "ly", "d", "r", "st", "n")


def forms(word: str) -> Iterator[str]:
    """The word with its usual endings."""
    for ending in ENDINGS:
        yield word + ending
    if word.endswith("e"):
        yield word[:-1] + "ing"
    if word.endswith("y"):
        yield from (word[:-1] + "ies", word[:-1] + "ied", word[:-1] + "ier", word[:-1] + "ily")
    yield from (word + word[-1] + ending for ending in ("ed", "ing", "er", "est"))


@cache
def lexicon() -> dict[str, frozenset[tuple[int, int]]]:
    """Each word's (pair, side): the same pair and side mean the same, the other side the opposite."""
    found: dict[str, set[tuple[int, int]]] = {}
    for pair, line in enumerate(read_lines("meanings")):
        for side, half in zip((1, -1), line.split("|"), strict=False):
            for word in half.split():
                for form in forms(word):
                    found.setdefault(form, set()).add((pair, side))
    irregular = {
        **{
            "rose": "rise",
            "risen": "rise",
            "grew": "grow",
            "grown": "grow",
            "fell": "fall",
            "fallen": "fall",
        },
        **{
            "sank": "sink",
            "sunk": "sink",
            "shrank": "shrink",
            "began": "begin",
            "lost": "lose",
            "won": "win",
        },
        **{"made": "make", "built": "build", "broke": "break", "left": "leave", "worse": "worse"},
    }
    for form, word in irregular.items():
        found.setdefault(form, set()).update(found.get(word, ()))
    return {word: frozenset(senses) for word, senses in found.items()}


def senses(word: str) -> frozenset[tuple[int, int]]:
    return lexicon().get(word, frozenset())


@lru_cache(MAX_CACHED_PAIRS)
def alike(one: str, other: str) -> bool:
    """Whether the word list knows the two as saying the same."""
    return bool(senses(one) & senses(other))


@cache
def twins() -> tuple[tuple[str, str], ...]:
    """Beginnings and endings that tell look-alikes apart: `endothermic`, `exothermic`."""
    return tuple((a, b) for a, b in (line.split() for line in read_lines("twins")))


@cache
def idioms() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Words of the list with the phrases that stand for them."""
    pairs = (line.split(": ", 1) for line in read_lines("idioms"))
    return tuple((word, re.compile(rf"\b(?:{phrases})\b", re.IGNORECASE)) for word, phrases in pairs)


@lru_cache(MAX_CACHED_PAIRS)
def opposed(one: str, other: str) -> bool:
    """Whether one is the other's opposite, by the list or by a prefix (`mutable`, `immutable`)."""
    if alike(one, other):
        return False
    if any((pair, -side) in senses(other) for pair, side in senses(one)):
        return True
    short, long = sorted((one, other), key=len)
    if len(short) >= 5 and any(long == prefix + short for prefix in PREFIXES):
        return True
    return any(exchanged(one, other, a, b) or exchanged(one, other, b, a) for a, b in twins())


def exchanged(one: str, other: str, a: str, b: str) -> bool:
    """Whether the two differ by the beginnings (or, for `-a`, the endings) a and b alone."""
    if a.startswith("-"):
        a, b = a[1:], b[1:]
        return one.endswith(a) and other.endswith(b) and one[: -len(a)] == other[: -len(b)] != ""
    return (
        one.startswith(a)
        and other.startswith(b)
        and len(one) > len(a) + 2
        and one[len(a) :] == other[len(b) :]
    )
