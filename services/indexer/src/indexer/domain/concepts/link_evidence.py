"""Links between the documents of a subject: whether they say what comes next, or what is needed."""

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from urllib.parse import unquote

from traclearn_documents import Heading, Link

from indexer.domain.concepts.chunk_facts import ChunkFacts
from indexer.domain.concepts.terms import NAVIGATION
from indexer.domain.sentences import sentences

MIN_CONTENTS_LINKS = 3
"""Documents linked from one list that make it a table of contents."""
NEXT = re.compile(r"^\W*(?:next|continue|go on)\b", re.IGNORECASE)
PREVIOUS = re.compile(r"^\W*(?:previous|prev)\b", re.IGNORECASE)
SCHEME = re.compile(r"^(?:wiki|htdocs|source|file):", re.IGNORECASE)
WEB = re.compile(r"^[a-z][a-z0-9+.-]*:", re.IGNORECASE)
Follow = tuple[str, str]
"""A document and the one right behind it."""


def slug(title: str) -> str:
    return "".join(character for character in title.casefold() if character.isalnum())


class LinkTargets:
    """The documents and sections of a subject by their addresses."""

    def __init__(self, facts: Sequence[ChunkFacts]) -> None:
        self._documents: dict[str, str] = {}
        self._bare: dict[str, set[str]] = defaultdict(set)
        self._sections: dict[tuple[str, str], Heading] = {}
        for fact in facts:
            name = fact.document_name.strip("/").casefold()
            self._documents[name] = fact.document
            self._bare[posixpath.splitext(posixpath.basename(name))[0]].add(fact.document)
            for depth in range(len(fact.heading), 0, -1):
                for address in {slug(fact.heading[depth - 1]), slug(_unnumbered(fact.heading[depth - 1]))}:
                    self._sections.setdefault((fact.document, address), fact.heading[:depth])

    def resolve(self, fact: ChunkFacts, link: Link) -> tuple[str, Heading] | None:
        """Document and section (() for the whole) that a chunk's link leads to; None for anything else."""
        target = unquote(SCHEME.sub("", link.target.strip()))
        if WEB.match(target):
            return None
        place, _, fragment = target.partition("#")
        document = self._document(fact, place.strip()) if place.strip() else fact.document
        if document is None:
            return None
        return document, self._sections.get((document, slug(fragment)), ()) if fragment else ()

    def _document(self, fact: ChunkFacts, place: str) -> str | None:
        place = place.casefold()
        beside = posixpath.dirname(fact.document_name.casefold())
        for name in (posixpath.normpath(posixpath.join(beside, place)), posixpath.normpath(place).strip("/")):
            if name in self._documents:
                return self._documents[name]
        found = self._bare.get(posixpath.splitext(posixpath.basename(place))[0], set())
        return next(iter(found)) if len(found) == 1 else None


class LinkEvidence:
    """What the links of each document say: those in running text, and those that only lead on."""

    def __init__(self, facts: Sequence[ChunkFacts], targets: LinkTargets) -> None:
        self.contents: set[str] = set()
        """Chunks that are tables of contents."""
        self.inline_links: list[tuple[ChunkFacts, str, Heading, Link]] = []
        """Links in running text, with the document and section that they lead to."""
        self.above: dict[str, str] = {}
        """For a document the one that it calls the one above it."""
        self._targets = targets
        self._series: list[Follow] = []
        self._lists: list[Follow] = []
        self._told: set[tuple[str, Link]] = set()
        for fact in facts:
            self._read(fact)
        for fact in {fact.document: fact for fact in reversed(facts)}.values():
            self._lead_on(fact)

    @property
    def follows(self) -> list[Follow]:
        """What a series of pages says of itself, and then what lists of links say."""
        return list(dict.fromkeys([*self._series, *self._lists]))

    def _read(self, fact: ChunkFacts) -> None:
        text = " ".join(fact.content.split())
        here = [
            link
            for link in fact.links
            if link.heading == fact.heading and not link.rel and _says(link) and link.text in text
        ]
        self._told.update((fact.document, link) for link in here)
        found = [(link, *place) for link in here if (place := self._targets.resolve(fact, link))]
        elsewhere = list(dict.fromkeys(document for _, document, _ in found if document != fact.document))
        said = sum(len(link.text) for link, document, _ in found if document != fact.document)
        listed = [line for line in fact.content.splitlines() if re.match(r"\s*(?:[-*•]|\d+[.)])\s", line)]
        if len(elsewhere) >= MIN_CONTENTS_LINKS and 2 * said >= len("".join(listed)) > 0:
            self.contents.add(fact.id)
            self._lists += pairwise([fact.document, *elsewhere])
            return
        for link, document, heading in found:
            line = line_of(fact.content, link.text)
            if not NAVIGATION.match(line):
                self.inline_links.append((fact, document, heading, link))
            elif document != fact.document and NEXT.match(line):
                self._series.append((fact.document, document))
            elif document != fact.document and PREVIOUS.match(line):
                self._series.append((document, fact.document))

    def _lead_on(self, fact: ChunkFacts) -> None:
        """The links of a document that stand in none of its chunks."""
        for link, document in self._elsewhere(fact, [link for link in fact.links if link.rel]):
            if link.rel == "next":
                self._series.append((fact.document, document))
            elif link.rel == "up":
                self.above[fact.document] = document
            elif link.rel == "prev":
                self._series.append((document, fact.document))
        listed = [
            link
            for link in fact.links
            if _says(link) and not link.rel and (fact.document, link) not in self._told
        ]
        documents = list(dict.fromkeys(document for _, document in self._elsewhere(fact, listed)))
        if len(documents) >= MIN_CONTENTS_LINKS:
            self._lists += pairwise([fact.document, *documents])

    def _elsewhere(self, fact: ChunkFacts, links: Sequence[Link]) -> Iterator[tuple[Link, str]]:
        for link in links:
            place = self._targets.resolve(fact, link)
            if place and place[0] != fact.document:
                yield link, place[0]


def _says(link: Link) -> bool:
    """Whether its text names something; the number of a note does not."""
    return any(map(str.isalpha, link.text))


def _unnumbered(title: str) -> str:
    return re.sub(r"^\W*\d+(?:\.\d+)*\W+", "", title)


def sentence_of(content: str, text: str) -> str:
    """The sentence that holds a link's text."""
    return next((each for each in sentences(content) if text in " ".join(each.split())), text)


def line_of(content: str, text: str) -> str:
    """The line that a link's text begins in, it may go on in the next; preferably one that only leads on."""
    lines = content.splitlines()
    found = [line for line in lines if text in line] or [
        line for line in lines if text.partition(" ")[0] in line
    ]
    return next(filter(NAVIGATION.match, found), found[0] if found else "")
