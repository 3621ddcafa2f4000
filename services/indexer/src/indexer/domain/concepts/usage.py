"""Where the concepts of a subject are spoken of, and by which chunks."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from indexer.domain.concepts.chunk_facts import ChunkFacts
from indexer.domain.concepts.vocabulary import Name

MAX_OPENING_TERMS = 5
"""Terms of a chunk within which it says what it starts from."""
MIN_USERS_SHARE = 0.3
"""Of a concept's chunks, those that must speak of another for it to count."""
WIDESPREAD_SHARE = 1 / 3
"""Of all concepts; an alias that more of them use says nothing."""
WIDESPREAD_WORD_SHARE = 1 / 4
"""The same for a name of one word, which everything may be told with."""
MIN_USERS = 3
MIN_WORD_USERS = 20
"""Up to so many concepts it is not widespread: all of a short course need what it begins with."""
Named = Mapping[str, tuple[Name, ...]]
"""The names in each term that has some."""


@dataclass
class Use:
    """How one concept's chunks speak of another concept."""

    chunks: dict[str, Name] = field(default_factory=dict)
    """By id, with the name that it is spoken of by."""
    mentions: int = 0
    early: bool = False
    specific: bool = False
    """By a name that is hardly said in passing: one of several words, or in capitals."""

    @property
    def is_significant(self) -> bool:
        """Whether it is more than one word in passing."""
        return self.mentions > 1 or self.early or self.specific


class Usage:
    """Counts the mentions in all chunks; `named` are the names in each term."""

    def __init__(self, taught: Mapping[str, Sequence[ChunkFacts]], named: Named) -> None:
        self._sizes = {concept: len(facts) for concept, facts in taught.items()}
        self.uses: dict[tuple[str, str], Use] = defaultdict(Use)
        for concept, facts in taught.items():
            for fact in facts:
                self._count(concept, fact, named)

    def relies_on(self, concept: str, other: str) -> bool:
        """Whether a concept is told with the help of another, not only mentions it."""
        use = self.uses.get((concept, other))
        return use is not None and use.is_significant and self.share(concept, other) >= MIN_USERS_SHARE

    def share(self, concept: str, other: str) -> float:
        """Of the concept's chunks, how many speak of the other."""
        use = self.uses.get((concept, other))
        return len(use.chunks) / self._sizes[concept] if use else 0.0

    def _count(self, concept: str, fact: ChunkFacts, named: Named) -> None:
        for at, term in enumerate(fact.terms):
            for name in named.get(term, ()):
                if name.concept == concept:
                    continue
                use = self.uses[concept, name.concept]
                use.chunks.setdefault(fact.id, name)
                use.mentions += 1
                use.early |= at < MAX_OPENING_TERMS and not name.alias
                use.specific |= not name.is_one_word


def widespread_names(taught: Mapping[str, Sequence[ChunkFacts]], named: Named) -> set[Name]:
    """The names of one word, and the aliases, that too many concepts use."""
    holding = {
        term: [name for name in found if name.alias or name.is_one_word] for term, found in named.items()
    }
    users: dict[Name, set[str]] = defaultdict(set)
    for concept, facts in taught.items():
        for fact in facts:
            for term in fact.terms:
                for name in holding.get(term, ()):
                    users[name].add(concept)
    concepts = len(taught)
    alias = max(MIN_USERS, concepts * WIDESPREAD_SHARE)
    word = max(MIN_WORD_USERS, concepts * WIDESPREAD_WORD_SHARE)
    return {name for name, using in users.items() if len(using) > (alias if name.alias else word)}
