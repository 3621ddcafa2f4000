"""Which words are denied: `a commit does not record a snapshot` denies `commit`, `record` and `snapshot`."""

import re
from collections.abc import Sequence

from grader.adapters.offline.lexicon import read_group
from grader.domain.language.words import Word

REACH = 5
"""Words that `without` denies at most."""
PAUSE = re.compile(r"[,;:.!?()\n—–]|\s-\s")
PHRASE = re.compile(r"\b(?:instead of|rather than|far from|as opposed to)\b", re.I)
FALSE = re.compile(
    r"\b(?:is|are|was|were|it's|that's|be)\s+(?:(?:just|simply|totally|completely|a|an|the|common)\s+)*"
    r"(?:wrong|false|untrue|incorrect|myth|misconception|mistake|lie|nonsense)\b"
    r"|\b(?:myth|misconception|untrue|incorrect|false|wrong) (?:that|to (?:say|think|believe))\b"
    r"|\b(?:wrong|false|incorrect)ly\b",
    re.I,
)

NOT_TRUE = re.compile(
    r"\b(?:(?:is|was)\s+not|isn't|isnt|wasn't)\s+(?:(?:at all|really|quite)\s+)?"
    r"(?:true|correct|right|the case)\b",
    re.I,
)
"""Denies all that follows in the sentence, over commas and conjunctions."""


def denied(text: str, found: Sequence[Word]) -> list[bool]:
    """For each word whether it is denied; two denials cancel."""
    flips = [False] * len(found)
    wrapped = NOT_TRUE.search(text)
    start = next((at for at, word in enumerate(found) if wrapped and word.start >= wrapped.end()), 0)
    for first, last in segments(text, found[start:]):
        deny(text, found[start + first : start + last], flips, start + first)
    if wrapped:
        flip(flips, start, len(found))
    return [not flag for flag in flips] if FALSE.search(text) else flips


def segments(text: str, found: Sequence[Word]) -> list[tuple[int, int]]:
    """Runs of words [first, last) between punctuation and conjunctions."""
    borders = [0]
    for at in range(1, len(found)):
        between = text[found[at - 1].end : found[at].start]
        if PAUSE.search(between) or found[at].text in read_group("denials", "ends"):
            borders.append(at)
    return list(zip(borders, [*borders[1:], len(found)], strict=True))


def deny(text: str, found: Sequence[Word], flips: list[bool], offset: int) -> None:
    """Marks in `flips` what one segment denies; the segment begins at `offset`."""
    phrases = {match.end() for match in PHRASE.finditer(text)}
    for at, word in enumerate(found):
        after = found[at + 1].text if at + 1 < len(found) else ""
        if after in read_group("denials", "weak"):
            continue
        if word.text in read_group("denials", "clause") or word.text.endswith("n't"):
            flip(flips, offset, offset + len(found))
        elif word.text in read_group("denials", "forward") or word.end in phrases:
            flip(flips, offset + at + 1, offset + min(at + 1 + REACH, len(found)))


def flip(flips: list[bool], start: int, stop: int) -> None:
    for at in range(start, stop):
        flips[at] = not flips[at]
