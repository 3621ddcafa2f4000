"""How the words of a subject are used, by which a name can be told from the first words of a sentence."""

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from indexer.domain.concepts.titles import LIST, Title
from indexer.domain.concepts.words import base_form, in_capitals, word_runs

IDENTIFIER = re.compile(r"\w[-_.]\w|\d|\(\)")
"""What a program calls something: `pre-receive`, `os.path`."""
SMALL = frozenset({"and", "of", "or", "the", "vs"})
"""Words that stay small in a title that is otherwise written in capitals, as names are."""
MIN_OCCURRENCES = 3
"""Occurrences below which nothing is concluded."""
MIN_NOUN_SHARE = 0.25
"""A noun ends at least this share of the runs it is in: `exclusive` hardly ever, `lock` mostly."""
MIN_END_SHARE = 0.5


class WordStatistics:
    """Counts over the terms of all chunks."""

    def __init__(self, terms: Iterable[str]) -> None:
        self.terms = Counter(terms)
        self._all: Counter[str] = Counter()
        self._last: Counter[str] = Counter()
        self._pairs: set[tuple[str, str]] = set()
        for term, times in self.terms.items():
            words = term.split(" ")
            for at, word in enumerate(words):
                self._all[word] += times
                if at + 1 == len(words) or words[at + 1] == "of":
                    self._last[word] += times
                else:
                    self._pairs.add((word, words[at + 1]))

    def knows(self, word: str) -> bool:
        return word in self._all

    def cased(self, run: tuple[str, ...]) -> tuple[str, ...]:
        """A name's words as the texts write them: a title in capitals need not be one of `HEAD`'s kind."""
        return tuple(
            base_form(word.lower()) if in_capitals(word) and not self.knows(word) else word for word in run
        )

    def quiet(self, title: Title) -> Title:
        """A title without capitals that the texts do not write: `KEYS` is `Keys`, `HEAD` stays."""
        words = [word.lower() if self._shouted(word) else word for word in title.name.split()]
        name = " ".join(words)
        return title if name == title.name else title._replace(name=name[:1].upper() + name[1:])

    def _shouted(self, word: str) -> bool:
        """Whether a word in capitals is one that the texts know in small letters only."""
        lower = base_form(word.lower())
        return in_capitals(word) and self.knows(lower) and not self.knows(base_form(word))

    def ends_names(self, word: str) -> bool:
        """Whether a word mostly ends what is named: what follows it makes a compound, it is no adjective."""
        return self._all[word] >= MIN_OCCURRENCES and self._last[word] >= MIN_END_SHARE * self._all[word]

    def is_noun(self, name: str) -> bool:
        """Whether the last word of a name is used like a noun, as far as the texts tell."""
        named = word_runs(name)
        if not named:
            return False
        word = self.cased(named[-1])[-1]
        return (
            self._all[word] < MIN_OCCURRENCES
            or in_capitals(word)
            or self._last[word] >= MIN_NOUN_SHARE * self._all[word]
        )

    def is_plausible(self, title: Title) -> bool:
        """Whether a title is a name: a part ends with a noun, and the texts say how a long one ends."""
        parts, words = LIST.split(title.name), title.name.split()
        if len(words) == 1 and IDENTIFIER.search(words[0]):
            return True
        if not any(map(self.is_noun, parts)):
            return False
        if words[0].lower().endswith("ing") and self.is_noun(title.name):
            return True  # a task: `Undoing a merge`
        run = self.cased((word_runs(title.name) or [()])[-1])
        if title.doubtful and not all(pair in self._pairs for pair in pairwise(run)):
            return False
        if len(words) < 3 or len(parts) > 1 or "of" in run or tuple(run[-2:]) in self._pairs:
            return True
        return all(word[0].isupper() or word.endswith("()") or word in SMALL for word in words)
