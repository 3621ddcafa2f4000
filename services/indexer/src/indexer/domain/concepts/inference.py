"""A subject's material read once: its concepts, their names, and what says that one needs another."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from indexer.domain.concepts.back_references import find_back_references
from indexer.domain.concepts.chunk_facts import ChunkFacts
from indexer.domain.concepts.concept_names import AS_WRITTEN, ConceptNames
from indexer.domain.concepts.cycles import Edge
from indexer.domain.concepts.definitions import Definition, definitions, is_vague
from indexer.domain.concepts.evidence import EdgeEvidence, EvidenceCollector
from indexer.domain.concepts.extraction import ConceptExtractor
from indexer.domain.concepts.link_evidence import LinkEvidence, LinkTargets, sentence_of
from indexer.domain.concepts.reading_order import ReadingOrder
from indexer.domain.concepts.reference_distance import MIN_DISTANCE, ReferenceDistance
from indexer.domain.concepts.terms import teaching_text
from indexer.domain.concepts.title_index import TitleIndex
from indexer.domain.concepts.usage import Named, Usage, widespread_names
from indexer.domain.concepts.vocabulary import Vocabulary
from indexer.domain.concepts.word_statistics import WordStatistics
from indexer.domain.sentences import sentences

ONE_WAY_RATIO = 3
"""A concept leans on one that speaks of it so many times less often."""


class PrerequisiteInference:
    """`chunks` are all of a subject; `facts` are they in the order in which they are to be read."""

    def __init__(self, chunks: Sequence[ChunkFacts], renames: ConceptNames = AS_WRITTEN) -> None:
        self._link_evidence = LinkEvidence(chunks, LinkTargets(chunks))
        order = ReadingOrder(chunks, self._link_evidence.follows)
        self.facts = order.sort(chunks)
        statistics = WordStatistics(term for fact in self.facts for term in fact.terms)
        self.extractor = ConceptExtractor(self.facts, statistics, renames)
        self.vocabulary = Vocabulary(
            statistics, self.extractor.names, self.extractor.short_forms, self.extractor.aliases
        )
        self.vocabulary.claim({key: renames.all_of(name) for key, name in self.extractor.names.items()})
        self._title_index = TitleIndex(self.facts, self.extractor)
        self._definitions: list[tuple[ChunkFacts, str, Definition]] = []
        """Chunks that say what a concept is, with the concept."""
        self._define()
        taught = {
            concept: chunks
            for concept, own in self.extractor.own_chunks.items()
            if (chunks := [fact for fact in own if fact.id not in self._link_evidence.contents])
        }
        self._usage = Usage(taught, self._named(taught, statistics))
        self._collector = EvidenceCollector(self.extractor, order)
        self._by_headings(order)
        self._by_definitions(taught)
        for fact in (fact for own in taught.values() for fact in own):
            self._add_back_references(fact)
        self._by_links()
        self._by_use()
        self._collector.sum_up_sections()
        self.evidence = self._collector.found
        """By concept and prerequisite."""

    def sentence(self, item: EdgeEvidence) -> str:
        """What the evidence says, in the material's words."""
        if item.text:
            return item.text
        said = sentences(teaching_text(item.fact.content))
        return next((each for each in said if item.name in self.vocabulary.find(each)), item.fact.content)

    def _define(self) -> None:
        """Notes definitions, and takes what a chunk defines on the way for another name of its concept."""
        learned: dict[str, set[str]] = defaultdict(set)
        for fact in self.facts:
            concept = self.extractor.concept_of(fact.id)
            for found in definitions(teaching_text(fact.content)):
                name = self.vocabulary.exact(found.name)
                if name and (not name.alias or name.concept == concept):
                    if name.concept == concept:
                        self._definitions.append((fact, concept, found))
                elif concept and not name and not found.loose and not is_vague(found.name):
                    learned[concept].add(" ".join(found.name))
        self.vocabulary.add(learned)

    def _named(self, taught: Mapping[str, Sequence[ChunkFacts]], statistics: WordStatistics) -> Named:
        """The names in each term, without the words that are said everywhere."""
        named = self.vocabulary.read(statistics.terms)
        common = widespread_names(taught, named)
        self.vocabulary.forget(common)
        again = [term for term, names in named.items() if not common.isdisjoint(names)]
        return {**named, **dict.fromkeys(again, ()), **self.vocabulary.read(again)}

    def _by_headings(self, order: ReadingOrder) -> None:
        """A section needs what it is a section of, and what its title is a special case of."""
        for below, parents in self.extractor.parents().items():
            for above in parents:
                under = (
                    f for f in self.extractor.chunks_within[below] if above in self.extractor.chains[f.id]
                )
                if self._collector.is_nested(below, above):
                    fact = next(under)
                    self._collector.add(below, above, EdgeEvidence("heading", fact, _title(fact)))
        for document, chapter in {**order.chapters, **self._link_evidence.above}.items():
            part, whole = self.extractor.concept_at(document), self.extractor.concept_at(chapter)
            if part and whole:
                fact = self.extractor.chunks_within[part][0]
                self._collector.add(part, whole, EdgeEvidence("heading", fact, _title(fact)))
        for concept, name in self.extractor.names.items():
            for inside in self.vocabulary.inside(name):
                fact = self.extractor.chunks_within[concept][0]
                self._collector.add(concept, inside.concept, EdgeEvidence("name", fact, _title(fact)))

    def _by_definitions(self, taught: Mapping[str, Sequence[ChunkFacts]]) -> None:
        """What a concept is defined by, or first told with, is needed, unless that is told with it too."""
        said: dict[Edge, EdgeEvidence] = {}
        for concept, own in taught.items():
            for sentence in sentences(teaching_text(own[0].content))[:1]:
                for other in self._named_in(sentence):
                    if self._usage.uses[concept, other].is_significant:
                        said.setdefault((concept, other), EdgeEvidence("definition", own[0], sentence))
        for fact, concept, found in self._definitions:
            for other in self._named_in(found.sentence):
                said.setdefault((concept, other), EdgeEvidence("definition", fact, found.sentence))
        for (concept, other), item in said.items():
            if (other, concept) not in said or self._collector.is_told_first(other, concept):
                self._collector.add(concept, other, item)

    def _named_in(self, sentence: str) -> list[str]:
        return [name.concept for name in self.vocabulary.find(sentence) if not name.alias]

    def _add_back_references(self, fact: ChunkFacts) -> None:
        concept = self.extractor.concept_of(fact.id) or ""
        for found in find_back_references(fact.content, fact.heading[-1] if fact.heading else ""):
            for other in self._meant(found.said) or self._meant(found.rest):
                if not found.pointer or self._collector.is_told_first(other, concept):
                    times = self._mentions(found.sentence, other)
                    item = EdgeEvidence("as_seen_in", fact, found.sentence, None, found.demanded, times)
                    self._collector.add(concept, other, item)

    def _mentions(self, sentence: str, concept: str) -> int:
        return sum(name.concept == concept for name in self.vocabulary.find(sentence))

    def _meant(self, text: str) -> list[str]:
        """The concepts that a text names by a title, failing that by any other name."""
        return self._title_index.find(text) or [name.concept for name in self.vocabulary.find(text)]

    def _by_links(self) -> None:
        """Links in running text, where they lead from one concept to the other rather than back as well."""
        found: dict[Edge, EdgeEvidence] = {}
        for fact, document, heading, link in self._link_evidence.inline_links:
            source, target = self.extractor.concept_of(fact.id), self.extractor.concept_at(document, heading)
            if source and target:
                sentence = sentence_of(fact.content, link.text)
                item = EdgeEvidence("link", fact, sentence, mentions=self._mentions(sentence, target))
                found.setdefault((source, target), item)
        sections: dict[str, list[str]] = defaultdict(list)
        for below, parents in self.extractor.parents().items():
            for above in parents:
                sections[above].append(below)
        distance = ReferenceDistance(found, sections)
        for (source, target), item in found.items():
            if distance(source, target) >= MIN_DISTANCE:
                self._collector.add(source, target, item)

    def _by_use(self) -> None:
        """A concept needs those that it is told with the help of, if they are told before."""
        for (concept, other), use in self._usage.uses.items():
            if self._usage.relies_on(concept, other) and self._comes_first(other, concept):
                facts = {fact.id: fact for fact in self.extractor.own_chunks[concept]}
                for chunk, name in use.chunks.items():
                    item = EdgeEvidence("first_use", facts[chunk], name=name, mentions=use.mentions)
                    self._collector.add(concept, other, item)

    def _comes_first(self, other: str, concept: str) -> bool:
        """As its author ordered it; failing that, as one speaks far more of the other than it of that one."""
        known = self._collector.is_told_first(other, concept)
        if known is not None:
            return known or self._collector.is_nested(concept, other)
        forth, back = self._usage.share(concept, other), self._usage.share(other, concept)
        return forth >= ONE_WAY_RATIO * back


def _title(fact: ChunkFacts) -> str:
    return " › ".join(fact.heading) or fact.document_title
