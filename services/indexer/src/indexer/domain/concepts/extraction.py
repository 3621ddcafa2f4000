"""Which concept each chunk teaches, by the titles above it and its document's front matter."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from traclearn_documents import Heading

from indexer.domain.concepts.chunk_facts import ChunkFacts
from indexer.domain.concepts.concept_names import AS_WRITTEN, ConceptNames
from indexer.domain.concepts.facets import Chain, empty_concepts, facet_keys, whole_subjects
from indexer.domain.concepts.persons import find_persons
from indexer.domain.concepts.titles import Title, title_of
from indexer.domain.concepts.word_statistics import WordStatistics
from indexer.domain.concepts.words import concept_key

MAIN_PLACE_SHARE = 0.5
"""Of the chunks that a concept has under one other, how many under a second make it belong there too."""


class ConceptExtractor:
    """Concepts of a subject, by key, and the chunks below them."""

    def __init__(
        self, facts: Sequence[ChunkFacts], statistics: WordStatistics, renames: ConceptNames = AS_WRITTEN
    ) -> None:
        self._statistics = statistics
        self._renames = renames
        self._fronts = {
            fact.document: renames.own(fact.front_concept) for fact in facts if fact.front_concept
        }
        self._persons = find_persons(facts)
        self._roots = {fact.document: self._root(fact) for fact in facts}
        self._beside = _titles_beside([fact for fact in facts if fact.document not in self._fronts])
        self._sides = {
            concept_key(alias)
            for root in self._roots.values()
            if root
            for alias in (*root.short_forms, *root.parts)
        }
        """What documents say besides in their titles: their subject, wherever else a section is called so."""
        self._facets = (
            facet_keys(
                {(fact.document, fact.heading) for fact in facts},
                {document: concept_key(root.name) if root else "" for document, root in self._roots.items()},
                self._key,
            )
            - renames.wholes()
        )
        self._chains: dict[tuple[str, Heading], Chain] = {}
        self.names = {concept_key(name): name.strip() for name in self._fronts.values()}
        self.short_forms: dict[str, set[str]] = defaultdict(set)
        """What titles give in parentheses, by concept, as written."""
        self.aliases: dict[str, set[str]] = defaultdict(set)
        """Other names by concept, by which parts of it may be meant."""
        chains = [self._chain(fact.document, fact.heading) for fact in facts]
        gone = empty_concepts(chains)
        placed = [tuple(each for each in chain if each not in gone) for chain in chains]
        self.whole_subjects = whole_subjects(placed)
        """Concepts that are the subject itself."""
        self.chains = {fact.id: chain for fact, chain in zip(facts, placed, strict=True)}
        self.own_chunks: dict[str, list[ChunkFacts]] = defaultdict(list)
        """Chunks by the concept that they teach."""
        self.chunks_within: dict[str, list[ChunkFacts]] = defaultdict(list)
        """Chunks by each concept that they are under, its own included."""
        for fact, chain in zip(facts, placed, strict=True):
            for each in chain[-1:]:
                self.own_chunks[each].append(fact)
            for each in chain:
                self.chunks_within[each].append(fact)
        in_order = dict.fromkeys(each for chain in placed for each in chain)
        self.names = {each: self.names[each] for each in in_order}
        """As they are read: what stands above others before them."""

    def concept_of(self, chunk: str) -> str | None:
        return self.chains[chunk][-1] if self.chains[chunk] else None

    def concept_at(self, document: str, heading: Heading = ()) -> str | None:
        """What a section, or a whole document, is about."""
        chain = [each for each in self._chain(document, heading) if each in self.names]
        return chain[-1] if chain else None

    def parents(self) -> dict[str, list[str]]:
        """The concepts directly above each, of those that are not the whole subject.

        What is told in several places belongs where most of it is told.
        """
        pairs = Counter(pair for chain in self.chains.values() for pair in pairwise(chain))
        most: Counter[str] = Counter()
        for (_, below), chunks in pairs.items():
            most[below] = max(most[below], chunks)
        found: dict[str, list[str]] = defaultdict(list)
        for (above, below), chunks in pairs.items():
            if above not in self.whole_subjects and chunks >= MAIN_PLACE_SHARE * most[below]:
                found[below].append(above)
        return found

    def above(self) -> dict[str, set[str]]:
        """All concepts above each."""
        found: dict[str, set[str]] = defaultdict(set)
        for chain in set(self.chains.values()):
            for at, each in enumerate(chain):
                found[each].update(chain[:at])
        return found

    def _root(self, fact: ChunkFacts) -> Title | None:
        if fact.front_concept:
            name = self._renames.own(fact.front_concept.strip())
            return (title_of(fact.front_concept) or Title(name))._replace(name=name)
        return self._usable(fact.document_title)

    def _usable(self, title: str, is_section: bool = False) -> Title | None:
        found = None if title in self._persons else title_of(title, is_section)
        if not found or not self._statistics.is_plausible(found):
            return None
        quiet = self._statistics.quiet(found)
        return quiet._replace(name=self._renames.own(quiet.name))

    def _key(self, title: str) -> str:
        found = self._usable(title, is_section=True)
        return concept_key(found.name) if found else ""

    def _chain(self, document: str, path: Heading) -> Chain:
        if (document, path) not in self._chains:
            self._chains[document, path] = self._link(document, path)
        return self._chains[document, path]

    def _link(self, document: str, path: Heading) -> Chain:
        if not path:
            root = self._roots[document]
            return (self._named(root),) if root else ()
        stands_beside = len(path) == 1 and path[0] in self._beside.get(document, ())
        above = () if stands_beside else self._chain(document, path[:-1])
        title = self._usable(path[-1], is_section=True)
        if not title:
            return above
        if document in self._fronts:
            self.aliases[above[-1]].update((title.name, *title.short_forms, *title.parts))
            return above
        own = concept_key(title.name)
        if own in above and own in self._renames.wholes():
            return above[: above.index(own) + 1]
        if own in self._facets | self._sides or own in above or self._belongs(own, above):
            return above
        return (*above, self._named(title))

    def _named(self, title: Title) -> str:
        own = concept_key(title.name)
        self.names.setdefault(own, title.name)
        self.short_forms[own].update(filter(self._statistics.is_noun, title.short_forms))
        self.aliases[own].update(filter(self._statistics.is_noun, title.parts))
        return own

    def _belongs(self, own: str, above: Chain) -> bool:
        """Whether a title only names a part or a side of what it stands under: `The name of a commit`."""
        named = (alias for each in above for alias in (*self.short_forms[each], *self.aliases[each]))
        names = {*above, *map(concept_key, named)}
        return own in names or any(own.endswith(f" of {name}") for name in names)


def _titles_beside(facts: Sequence[ChunkFacts]) -> dict[str, set[str]]:
    """For documents that are called by one of several outermost headings the others: it is not above them."""
    outermost: dict[str, set[str]] = defaultdict(set)
    for fact in facts:
        outermost[fact.document].update(fact.heading[:1])
    titles = {fact.document: fact.document_title for fact in facts}
    return {each: found - {titles[each]} for each, found in outermost.items() if titles[each] in found}
