"""A subject's material read once: its concepts, their names, and what says that one needs another."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from indexer.domain.concepts.back_references import recalled
from indexer.domain.concepts.chunk_facts import ChunkFacts
from indexer.domain.concepts.definitions import Definition, definitions, vague
from indexer.domain.concepts.evidence import Clue, Clues
from indexer.domain.concepts.extraction import Placement
from indexer.domain.concepts.link_evidence import Signposts, Targets, sentence_of
from indexer.domain.concepts.reading_order import Order
from indexer.domain.concepts.title_index import References
from indexer.domain.concepts.usage import Named, Usage, widespread
from indexer.domain.concepts.vocabulary import Name, Vocabulary
from indexer.domain.concepts.word_statistics import Survey
from indexer.domain.sentences import sentences

ONE_WAY = 3
"""Where nobody says what is read first, a concept leans on one that speaks of it so many times less often."""


class Study:
    """`facts` are a subject's chunks in order."""

    def __init__(self, facts: Sequence[ChunkFacts]) -> None:
        survey = Survey(term for fact in facts for term in fact.terms)
        self.placement = Placement(facts, survey)
        self.vocabulary = Vocabulary(survey, self.placement.names, self.placement.aliases)
        """Chunks that say what a concept is, by concept."""
        self._signposts = Signposts(facts, Targets(facts))
        self._references = References(facts, self.placement)
        self._definitions: list[tuple[ChunkFacts, str, Definition]] = []
        learned = self._define(facts)
        taught = {
            concept: lessons
            for concept, own in self.placement.own.items()
            if (lessons := [fact for fact in own if fact.id not in self._signposts.contents])
        }
        self._usage = Usage(taught, self._named(taught, survey, learned))
        self._clues = Clues(self.placement, Order(facts, self._signposts.follows))
        self._by_headings()
        self._by_words(fact for own in taught.values() for fact in own)
        self._by_use()
        self._clues.sum_up()
        self.clues = self._clues.found
        """By concept and prerequisite."""

    def sentence(self, clue: Clue) -> str:
        """What the clue says, in the material's words."""
        if clue.text:
            return clue.text
        speaks = (each for each in sentences(clue.fact.content) if clue.name in self.vocabulary.find(each))
        return next(speaks, clue.fact.content)

    def _define(self, facts: Iterable[ChunkFacts]) -> set[Name]:
        """Notes definitions, and takes what a chunk defines on the way for another name of its concept."""
        learned: dict[str, set[str]] = defaultdict(set)
        for fact in facts:
            concept = self.placement.concept(fact.id)
            for found in definitions(fact.content):
                name = self.vocabulary.exact(found.name)
                if name and (not name.alias or name.concept == concept):
                    if name.concept == concept:
                        self._definitions.append((fact, concept, found))
                elif concept and not name and not found.loose and not vague(found.name):
                    learned[concept].add(" ".join(found.name))
        before = set(self.vocabulary.aliases())
        self.vocabulary.add(learned)
        return set(self.vocabulary.aliases()) - before

    def _named(self, taught: Mapping[str, Sequence[ChunkFacts]], survey: Survey, learned: set[Name]) -> Named:
        """The names in each term, without the learned ones that are said everywhere."""
        named = self.vocabulary.read(survey.terms)
        common = widespread(taught, named, learned)
        self.vocabulary.forget(common)
        again = [term for term, names in named.items() if not common.isdisjoint(names)]
        return {**named, **dict.fromkeys(again, ()), **self.vocabulary.read(again)}

    def _by_headings(self) -> None:
        """A section needs what it is a section of, and what its title is a special case of."""
        for below, parents in self.placement.parents().items():
            for above in parents:
                under = (f for f in self.placement.within[below] if above in self.placement.chains[f.id])
                if self._clues.nested(below, above):
                    self._title(below, above, next(under))
        for concept, name in self.placement.names.items():
            for part in self.vocabulary.inside(name):
                self._title(concept, part.concept, self.placement.within[concept][0])

    def _title(self, concept: str, other: str, fact: ChunkFacts) -> None:
        self._clues.add(
            concept, other, Clue("heading", fact, " › ".join(fact.heading) or fact.document_title)
        )

    def _by_words(self, facts: Iterable[ChunkFacts]) -> None:
        """Definitions that use another concept, references back, and links."""
        for fact, concept, definition in self._definitions:
            for name in self.vocabulary.find(definition.sentence):
                self._clues.add(concept, name.concept, Clue("definition", fact, definition.sentence))
        for fact in facts:
            self._recall(fact)
        for fact, document, heading, link in self._signposts.leaning:
            source, target = self.placement.concept(fact.id), self.placement.at(document, heading)
            if source and target:
                self._clues.add(source, target, Clue("link", fact, sentence_of(fact.content, link.text)))

    def _recall(self, fact: ChunkFacts) -> None:
        concept = self.placement.concept(fact.id) or ""
        for found in recalled(fact.content, fact.heading[-1] if fact.heading else ""):
            for other in self._meant(found.said) or self._meant(found.rest):
                if not found.pointer or self._clues.first(other, concept):
                    self._clues.add(concept, other, Clue("as_seen_in", fact, found.sentence))

    def _meant(self, text: str) -> list[str]:
        """The concepts that a text names by a title, failing that by any other name."""
        return self._references.find(text) or [name.concept for name in self.vocabulary.find(text)]

    def _by_use(self) -> None:
        """A concept needs those that it is told with the help of, if they are told before."""
        for (concept, other), use in self._usage.uses.items():
            if self._usage.leans(concept, other) and self._comes_first(other, concept):
                facts = {fact.id: fact for fact in self.placement.own[concept]}
                for chunk, name in use.chunks.items():
                    self._clues.add(concept, other, Clue("first_use", facts[chunk], name=name))

    def _comes_first(self, other: str, concept: str) -> bool:
        """As its author ordered it; failing that, as one speaks far more of the other than it of that one."""
        known = self._clues.first(other, concept)
        if known is not None:
            return known or self._clues.nested(concept, other)
        forth, back = self._usage.share(concept, other), self._usage.share(other, concept)
        return forth >= ONE_WAY * back
