"""Which words of a clause are denied: `does not record a snapshot` denies `record` and `snapshot`."""

import re

from grader.domain.lexicon import group
from grader.domain.meanings import senses
from grader.domain.words import Word

REACH = {"verbal": 12, "nominal": 5}
"""How many words a denial reaches at most."""
PHRASE = re.compile(
    r"\b(?:instead of|rather than|far from|fails? to|failed to|unable to|as opposed to)\b", re.I
)
FALSE = re.compile(
    r"\b(?:is|are|was|were|it's|that's|be)\s+(?:(?:just|simply|totally|completely|a|an|the|common)\s+)*"
    r"(?:wrong|false|untrue|incorrect|myth|misconception|mistake|lie|nonsense)\b"
    r"|\b(?:myth|misconception|untrue|incorrect|false|wrong) (?:that|to (?:say|think|believe))\b"
    r"|\b(?:wrong|false|incorrect)ly\b",
    re.I,
)


def reach_of(word: Word, after: str) -> int:
    """How many words after this one are denied by it; 0 for a word that denies nothing."""
    text = word.text
    if text == "no" and after == "longer":
        return REACH["verbal"]
    if text == "no" and after in group("denials", "fixed"):
        return 0
    if text in group("denials", "verbal") or text.endswith("n't"):
        return REACH["verbal"]
    if text in group("denials", "nominal"):
        return REACH["nominal"]
    return 0


def denied(clause: str, found: list[Word]) -> tuple[list[bool], int]:
    """For each word of a clause whether it is denied (two denials cancel), and how many denials there are."""
    flips = [False] * len(found)
    count = 0
    starts = {match.end(): 12 for match in PHRASE.finditer(clause)}
    for at, word in enumerate(found):
        reach = reach_of(word, found[at + 1].text if at + 1 < len(found) else "")
        if not reach:
            reach = next((starts[end] for end in starts if 0 <= end - word.end <= 0), 0)
        if reach and not follows(found, at, "weak"):
            count += 1
            flip(found, flips, at + 1, reach)
        if word.text in group("denials", "comparing") and at + 1 < len(found) and senses(found[at + 1].text):
            flips[at + 1] = not flips[at + 1]
    if FALSE.search(clause):
        flips = [not flag for flag in flips]
        count += 1
    return flips, count


def follows(found: list[Word], at: int, kind: str) -> bool:
    return at + 1 < len(found) and found[at + 1].text in group("denials", kind)


def flip(found: list[Word], flips: list[bool], start: int, reach: int) -> None:
    """Denies the words from `start` on, up to a conjunction."""
    for at in range(start, min(start + reach, len(found))):
        if found[at].text in group("denials", "ends") and at > start:
            return
        flips[at] = not flips[at]
