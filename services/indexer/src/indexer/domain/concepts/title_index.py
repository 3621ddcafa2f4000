"""Titles that one text mentions of another: `as seen in Tables and keys`."""

from collections import defaultdict
from collections.abc import Sequence

from indexer.domain.concepts.chunk_facts import ChunkFacts
from indexer.domain.concepts.extraction import ConceptExtractor
from indexer.domain.concepts.words import concept_key


class TitleIndex:
    """All titles of a subject, whole and as names of concepts, with the concept that each leads to."""

    def __init__(self, facts: Sequence[ChunkFacts], extractor: ConceptExtractor) -> None:
        self._titles: dict[str, list[tuple[list[str], str]]] = defaultdict(list)
        for title, concept in {
            **_whole_titles(facts, extractor),
            **{each: each for each in extractor.names},
        }.items():
            if concept:
                words = title.split()
                self._titles[words[0]].append((words, concept))
        for found in self._titles.values():
            found.sort(key=lambda title: -len(title[0]))

    def find(self, text: str) -> list[str]:
        """The concepts whose titles stand in a text, the longest title at each place."""
        words = concept_key(text).split()
        found: list[str] = []
        at = 0
        while at < len(words):
            for title, concept in self._titles.get(words[at], ()):
                if words[at : at + len(title)] == title:
                    found.append(concept)
                    at += len(title)
                    break
            else:
                at += 1
        return found


def _whole_titles(facts: Sequence[ChunkFacts], extractor: ConceptExtractor) -> dict[str, str | None]:
    """Titles of several words with what they are about; None for one that stands above different things."""
    places = {(fact.document, ()): fact.document_title for fact in facts} | {
        (fact.document, fact.heading[:depth]): fact.heading[depth - 1]
        for fact in facts
        for depth in range(1, len(fact.heading) + 1)
    }
    found: dict[str, str | None] = {}
    for place, title in places.items():
        concept = extractor.concept_at(*place)
        if " " in title and concept_key(title):
            found[concept_key(title)] = concept if found.get(concept_key(title), concept) == concept else None
    return found
