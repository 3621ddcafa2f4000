"""Titles that are a person's name: a section tells who somebody is, and teaches what stands above it.

An author who teaches about somebody says so at the head of the file (`concept: Ada Lovelace`).
"""

import re
from collections import defaultdict
from collections.abc import Iterable

from indexer.domain.concepts import lexicon
from indexer.domain.concepts.chunk_facts import ChunkFacts
from indexer.domain.concepts.titles import NUMBER, SUBTITLE
from indexer.domain.concepts.words import concept_key

NAME = re.compile(
    r"[A-Z][\w'’-]+(?: (?:[A-Z]\.|[A-Z][\w'’-]+|van|von|der|den|de|la|di|da|bin|ibn)){0,3} [A-Z][\w'’-]+"
)
DEEDS = (
    r"(?:himself|herself|wrote|writes|said|says|argued|recalled|told|married|lived|taught|studied|died"
    r"|grew up|was (?:born|awarded|educated|appointed|elected))"
)
TRADES = (
    r"(?:astronomer|biologist|chemist|economist|engineer|inventor|logician|mathematician|philosopher"
    r"|physicist|pioneer|professor|programmer|psychologist|researcher|scientist|statistician|teacher|writer)"
)
YEARS = re.compile(r"\s*\((?:born |b\. )?\d{4}(?:\s*[–-]\s*(?:\d{4})?)?\)$")
"""A war has them, too: they prove nothing."""


def find_persons(facts: Iterable[ChunkFacts]) -> frozenset[str]:
    """The titles, as they stand, of which the texts right below tell as of a person: somebody did what only
    people do, has a trade, was born, or is *he* or *she* in the next sentence; or they stand in a list of
    people.

    A name that any text of the subject has in small letters is none: a hash join, dynamic programming.
    """
    known = list(facts)
    texts: dict[str, list[str]] = defaultdict(list)
    listed = set()
    for fact in known:
        title = fact.heading[-1] if fact.heading else fact.document_title
        if NAME.fullmatch(bare(title)):
            texts[title].append(" ".join(fact.content.split()))
            if {concept_key(each) for each in fact.heading[:-1]} & lexicon.word_list("people"):
                listed.add(title)
    told = {
        title for title, said in texts.items() if title in listed or _is_person(bare(title), " ".join(said))
    }
    return frozenset(told - _small(told, known))


def bare(title: str) -> str:
    """Without number, subtitle and years."""
    return YEARS.sub("", SUBTITLE.split(NUMBER.sub("", title), maxsplit=1)[0].strip())


def _is_person(title: str, text: str) -> bool:
    who = rf"\b(?:{re.escape(title)}|{re.escape(title.rsplit(maxsplit=1)[-1])})"
    trade = rf"{who} (?:is|was) an? (?:(?!(?:of|for|by|with|that|which|to)\b)[\w-]+ ){{0,4}}{TRADES}\b"
    pronoun = rf"(?:^|[.!?:] ){who}\b(?:(?! by )[^.!?])*[.!?] (?:He|She|His|Her)\b"
    told = (rf"{who} {DEEDS}\b", trade, rf"{who} \((?:born|b\.) ", pronoun)
    return any(re.search(each, text) for each in told)


def _small(titles: Iterable[str], facts: Iterable[ChunkFacts]) -> set[str]:
    """Those of which a text has the first or the last word in small letters."""
    ends = {title: {bare(title).split()[at].lower() for at in (0, -1)} for title in titles}
    wanted = {word for words in ends.values() for word in words}
    if not wanted:
        return set()
    among = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(wanted)))})\b")
    found = {word for fact in facts for word in among.findall(fact.content)}
    return {title for title, words in ends.items() if words & found}
