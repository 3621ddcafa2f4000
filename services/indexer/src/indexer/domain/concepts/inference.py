"""A subject's material read once: its concepts, their names, and what says that one needs another."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from indexer.domain.concepts.back_references import find_back_references
from indexer.domain.concepts.chunk_facts import ChunkFacts
from indexer.domain.concepts.concept_names import AS_WRITTEN, ConceptNames
from indexer.domain.concepts.definitions import Definition, definitions, is_vague
from indexer.domain.concepts.evidence import EdgeEvidence, EvidenceCollector
from indexer.domain.concepts.extraction import ConceptExtractor
from indexer.domain.concepts.link_evidence import LinkEvidence, LinkTargets, sentence_of
from indexer.domain.concepts.reading_order import ReadingOrder
from indexer.domain.concepts.title_index import TitleIndex
from indexer.domain.concepts.usage import Named, Usage, widespread_names
from indexer.domain.concepts.vocabulary import Name, Vocabulary
from indexer.domain.concepts.word_statistics import WordStatistics
from indexer.domain.sentences import sentences

ONE_WAY_RATIO = 3
"""Where nobody says what is read first, a concept leans on one that speaks of it so many times less often."""


class PrerequisiteInference:
    """`facts` are a subject's chunks in order."""

    def __init__(self, facts: Sequence[ChunkFacts], renames: ConceptNames = AS_WRITTEN) -> None:
        statistics = WordStatistics(term for fact in facts for term in fact.terms)
        self.extractor = ConceptExtractor(facts, statistics, renames)
        self.vocabulary = Vocabulary(statistics, self.extractor.names, self.extractor.aliases)
        self.vocabulary.claim({key: renames.all_of(name) for key, name in self.extractor.names.items()})
        self._link_evidence = LinkEvidence(facts, LinkTargets(facts))
        self._title_index = TitleIndex(facts, self.extractor)
        self._definitions: list[tuple[ChunkFacts, str, Definition]] = []
        """Chunks that say what a concept is, with the concept."""
        learned = self._define(facts)
        taught = {
            concept: chunks
            for concept, own in self.extractor.own_chunks.items()
            if (chunks := [fact for fact in own if fact.id not in self._link_evidence.contents])
        }
        self._usage = Usage(taught, self._named(taught, statistics, learned))
        self._collector = EvidenceCollector(self.extractor, ReadingOrder(facts, self._link_evidence.follows))
        self._by_headings()
        self._by_words(fact for own in taught.values() for fact in own)
        self._by_use()
        self._collector.sum_up_sections()
        self.evidence = self._collector.found
        """By concept and prerequisite."""

    def sentence(self, item: EdgeEvidence) -> str:
        """What the evidence says, in the material's words."""
        if item.text:
            return item.text
        speaks = (each for each in sentences(item.fact.content) if item.name in self.vocabulary.find(each))
        return next(speaks, item.fact.content)

    def _define(self, facts: Iterable[ChunkFacts]) -> set[Name]:
        """Notes definitions, and takes what a chunk defines on the way for another name of its concept."""
        learned: dict[str, set[str]] = defaultdict(set)
        for fact in facts:
            concept = self.extractor.concept_of(fact.id)
            for found in definitions(fact.content):
                name = self.vocabulary.exact(found.name)
                if name and (not name.alias or name.concept == concept):
                    if name.concept == concept:
                        self._definitions.append((fact, concept, found))
                elif concept and not name and not found.loose and not is_vague(found.name):
                    learned[concept].add(" ".join(found.name))
        before = set(self.vocabulary.aliases())
        self.vocabulary.add(learned)
        return set(self.vocabulary.aliases()) - before

    def _named(
        self, taught: Mapping[str, Sequence[ChunkFacts]], statistics: WordStatistics, learned: set[Name]
    ) -> Named:
        """The names in each term, without the learned ones that are said everywhere."""
        named = self.vocabulary.read(statistics.terms)
        common = widespread_names(taught, named, learned)
        self.vocabulary.forget(common)
        again = [term for term, names in named.items() if not common.isdisjoint(names)]
        return {**named, **dict.fromkeys(again, ()), **self.vocabulary.read(again)}

    def _by_headings(self) -> None:
        """A section needs what it is a section of, and what its title is a special case of."""
        for below, parents in self.extractor.parents().items():
            for above in parents:
                under = (
                    f for f in self.extractor.chunks_within[below] if above in self.extractor.chains[f.id]
                )
                if self._collector.is_nested(below, above):
                    self._title(below, above, next(under))
        for concept, name in self.extractor.names.items():
            for part in self.vocabulary.inside(name):
                self._title(concept, part.concept, self.extractor.chunks_within[concept][0])

    def _title(self, concept: str, other: str, fact: ChunkFacts) -> None:
        self._collector.add(
            concept, other, EdgeEvidence("heading", fact, " › ".join(fact.heading) or fact.document_title)
        )

    def _by_words(self, facts: Iterable[ChunkFacts]) -> None:
        """Definitions that use another concept, references back, and links."""
        for fact, concept, definition in self._definitions:
            for name in self.vocabulary.find(definition.sentence):
                self._collector.add(
                    concept, name.concept, EdgeEvidence("definition", fact, definition.sentence)
                )
        for fact in facts:
            self._add_back_references(fact)
        for fact, document, heading, link in self._link_evidence.inline_links:
            source, target = self.extractor.concept_of(fact.id), self.extractor.concept_at(document, heading)
            if source and target:
                self._collector.add(
                    source, target, EdgeEvidence("link", fact, sentence_of(fact.content, link.text))
                )

    def _add_back_references(self, fact: ChunkFacts) -> None:
        concept = self.extractor.concept_of(fact.id) or ""
        for found in find_back_references(fact.content, fact.heading[-1] if fact.heading else ""):
            for other in self._meant(found.said) or self._meant(found.rest):
                if not found.pointer or self._collector.is_told_first(other, concept):
                    self._collector.add(concept, other, EdgeEvidence("as_seen_in", fact, found.sentence))

    def _meant(self, text: str) -> list[str]:
        """The concepts that a text names by a title, failing that by any other name."""
        return self._title_index.find(text) or [name.concept for name in self.vocabulary.find(text)]

    def _by_use(self) -> None:
        """A concept needs those that it is told with the help of, if they are told before."""
        for (concept, other), use in self._usage.uses.items():
            if self._usage.relies_on(concept, other) and self._comes_first(other, concept):
                facts = {fact.id: fact for fact in self.extractor.own_chunks[concept]}
                for chunk, name in use.chunks.items():
                    self._collector.add(concept, other, EdgeEvidence("first_use", facts[chunk], name=name))

    def _comes_first(self, other: str, concept: str) -> bool:
        """As its author ordered it; failing that, as one speaks far more of the other than it of that one."""
        known = self._collector.is_told_first(other, concept)
        if known is not None:
            return known or self._collector.is_nested(concept, other)
        forth, back = self._usage.share(concept, other), self._usage.share(other, concept)
        return forth >= ONE_WAY_RATIO * back
