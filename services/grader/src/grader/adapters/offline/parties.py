"""Questions that compare two things: a sentence about the other one is no evidence for this one."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from grader.domain.words import Word, content_words, same, split_words

ARTICLE = r"(?:(?:an?|the)\s+)?"
BETWEEN_TWO = re.compile(rf"\bbetween\s+{ARTICLE}(\w+)[^?.]*?\s+and\s+{ARTICLE}(\w+)", re.IGNORECASE)
EITHER = re.compile(rf"\b(\w+)\s+or\s+{ARTICLE}(\w+)", re.IGNORECASE)
SECOND = re.compile(
    rf"\b(?:instead of|rather than|than|compared (?:to|with)|unlike|versus|vs\.?)\s+{ARTICLE}(\w+)",
    re.IGNORECASE,
)


class Parties(NamedTuple):
    """The two things that a question compares, as stems."""

    one: str
    other: str

    @classmethod
    def of(cls, question: str) -> "Parties | None":
        """Found by the question's wording; None when it compares nothing."""
        named = BETWEEN_TWO.search(question) or EITHER.search(question)
        if named:
            pair = [*split_words(named.group(1)), *split_words(named.group(2))]
        else:
            second = SECOND.search(question)
            pair = [*content_words(question)[:1], *split_words(second.group(1))] if second else []
        stems = [word.stem for word in pair if word.content]
        return cls(*stems) if len(stems) == 2 and stems[0] != stems[1] else None

    def astray(self, criterion: Sequence[Word], passage: Sequence[Word]) -> bool:
        """Whether the criterion is about one of the two alone, and the passage about the other alone."""
        mine, theirs = self.named(criterion), self.named(passage)
        return len(mine) == len(theirs) == 1 and mine != theirs

    def named(self, found: Sequence[Word]) -> set[str]:
        """Which of the two are mentioned."""
        return {stem for stem in self for word in found if same(stem, word.stem)}
