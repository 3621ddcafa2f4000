"""The names of a subject's concepts, and finding them in texts."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from indexer.domain.concepts import lexicon
from indexer.domain.concepts.word_statistics import WordStatistics
from indexer.domain.concepts.words import WordRun, base_form, concept_key, word_runs


class Name(NamedTuple):
    """A way to speak of a concept; `alias` if neither its whole name nor the short form in its title."""

    concept: str
    words: WordRun
    alias: bool = False

    @property
    def is_one_word(self) -> bool:
        """In small letters: such a one may be said in passing, or be part of another thing's name."""
        return len(self.words) == 1 and not self.words[0].isupper()


class Vocabulary:
    """All names. A concept's own name is never another's alias; an alias of two concepts is none."""

    def __init__(
        self,
        statistics: WordStatistics,
        names: Mapping[str, str],
        short_forms: Mapping[str, set[str]],
        aliases: Mapping[str, set[str]],
    ) -> None:
        self._statistics = statistics
        self._names: dict[WordRun, Name] = {}
        self._lengths: dict[str, list[int]] = {}
        self._capitals: set[str] = set()
        for concept, name in names.items():
            for run in self._whole(name):
                self._names.setdefault(run, Name(concept, run))
        self._add({concept: said for concept, said in short_forms.items() if concept in names}, alias=False)
        self.add({concept: said for concept, said in aliases.items() if concept in names})

    def add(self, aliases: Mapping[str, set[str]]) -> None:
        """Takes in more aliases, as written; what is a name already stays what it is."""
        self._add(aliases, alias=True)

    def _add(self, aliases: Mapping[str, set[str]], alias: bool) -> None:
        claims: dict[WordRun, set[str]] = defaultdict(set)
        for concept, said in aliases.items():
            for each in said:
                for run in self._whole(each):
                    claims[run].add(concept)
        for run, concepts in claims.items():
            if run not in self._names and len(concepts) == 1:
                self._names[run] = Name(next(iter(concepts)), run, alias)
        self._index()

    def claim(self, names: Mapping[str, Iterable[str]]) -> None:
        """Takes in names that authors gave concepts: each as good as its own, and no other's alias."""
        for concept, said in names.items():
            for run in (run for name in said for run in self._whole(name)):
                if run not in self._names or self._names[run].alias:
                    self._names[run] = Name(concept, run)
        self._index()

    def forget(self, names: Iterable[Name]) -> None:
        for name in names:
            del self._names[name.words]
        self._index()

    def exact(self, run: WordRun) -> Name | None:
        """The name that is exactly these words."""
        return self._names.get(self._statistics.cased(run))

    def aliases(self) -> list[Name]:
        return [name for name in self._names.values() if name.alias]

    def read(self, terms: Iterable[str]) -> dict[str, tuple[Name, ...]]:
        """The names in terms (of `find_terms`), the longest at each place; terms without any are left out."""
        return {term: found for term in terms if (found := tuple(self._find(tuple(term.split(" ")))))}

    def find(self, text: str) -> list[Name]:
        """The names in a text."""
        return [name for run in word_runs(text) for name in self._find(run)]

    def inside(self, name: str) -> list[Name]:
        """The names that a longer one ends with: `Detached HEAD` is a `HEAD`."""
        ends = [run[at:] for run in self._whole(name) for at in range(1, len(run))]
        return [found for end in ends if (found := self._names.get(end)) and not found.alias][:1]

    def _find(self, run: WordRun) -> Iterator[Name]:
        if not any(word in self._lengths or word.isupper() for word in run):
            return
        words = tuple(self._plain(word) if word.isupper() else word for word in run)
        at = 0
        while at < len(words):
            for length in self._lengths.get(words[at], ()):
                name = self._names.get(words[at : at + length])
                if name:
                    if not name.is_one_word or self._stands_alone(words, at):
                        yield name
                    at += length
                    break
            else:
                at += 1

    def _stands_alone(self, words: WordRun, at: int) -> bool:
        """Whether a word is what is spoken of: neither `list comprehension` nor `argument list` is a list."""
        behind, before = words[at + 1 : at + 2], words[at - 1 : at] if at else ()
        if behind == ("of",):
            return words[at] not in lexicon.word_list("quantities")
        return not any(map(self._statistics.ends_names, (*before, *behind)))

    def _plain(self, word: str) -> str:
        """In capitals only where a name is."""
        return word if word in self._capitals else base_form(word.lower())

    def _whole(self, name: str) -> list[WordRun]:
        """A name as one run; [] if it has words inside that no run has."""
        found = word_runs(name)
        complete = len(found) == 1 and len(found[0]) == len(concept_key(name).split())
        return [self._statistics.cased(found[0])] if complete else []

    def _index(self) -> None:
        lengths: dict[str, set[int]] = defaultdict(set)
        for run in self._names:
            lengths[run[0]].add(len(run))
        self._lengths = {word: sorted(found, reverse=True) for word, found in lengths.items()}
        self._capitals = {word for run in self._names for word in run if word.isupper()}
