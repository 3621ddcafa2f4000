"""A document's blocks made into chunks: each fits the embedder, stays under one heading, tears little apart.

Sections are not joined, however short: a chunk is half found by its headings, so all of it must belong there.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from uuid import UUID, uuid5

from traclearn_corpus import Chunk
from traclearn_documents import Document, Dropped, Heading

from indexer.domain.chunking.embedded_text import embedded_text
from indexer.domain.chunking.rechunking import chunk_ranges
from indexer.domain.chunking.sections import Section, split_sections
from indexer.domain.chunking.token_budget import TokenBudget
from indexer.domain.chunking.unchanged import SECTION_GAP, Range, unchanged_ranges
from indexer.domain.chunking.units import Unit, compose, main_kind, units_of


def chunk_document(
    document: UUID,
    content: Document,
    count: Callable[[str], int],
    limit: int,
    before: Sequence[Chunk] = (),
) -> tuple[list[Chunk], list[Dropped]]:
    """Chunks in order, and the blocks that are in none.

    `count` gives the tokens of a text with the special ones around it, and no passage has more than `limit`.
    `before` are the chunks of the previous revision: where nothing changed, the chunks are those again.
    Raises ValueError if `limit` is too small to work with.
    """
    budget = TokenBudget(count, limit)
    sections, dropped = split_sections(content.blocks, content.links)
    units = [_units(section, budget) for section in sections]
    unchanged = _unchanged(sections, units, before)
    names = ChunkIds(document)
    chunks: list[Chunk] = []
    for section, own, ranges_before in zip(sections, units, unchanged, strict=True):
        for chunk in _chunks(section, own, ranges_before, budget):
            chunks.append(replace(chunk, id=names.next_id(chunk), ordinal=len(chunks)))
    return chunks, dropped


class ChunkIds:
    """Ids that stay the same as long as a chunk says the same under the same headings."""

    def __init__(self, document: UUID) -> None:
        self._document = document
        self._seen: Counter[str] = Counter()

    def next_id(self, chunk: Chunk) -> str:
        """Repetitions within one document are numbered in their order."""
        said = json.dumps([chunk.heading, chunk.content], ensure_ascii=False)
        self._seen[said] += 1
        repeated = self._seen[said] - 1
        return str(uuid5(self._document, f"{said}#{repeated}" if repeated else said))


def _units(section: Section, budget: TokenBudget) -> list[Unit]:
    room = budget.room(section.heading)
    return [unit for number, block in section.blocks for unit in units_of(number, block, room, budget)]


def _unchanged(
    sections: Sequence[Section], units: Sequence[Sequence[Unit]], before: Sequence[Chunk]
) -> list[list[Range]]:
    """For each section the runs that were chunks before under the same headings."""
    old: dict[Heading, list[tuple[str, ...]]] = defaultdict(list)
    for chunk in before:
        if chunk.parts:
            old[tuple(chunk.heading)].append(tuple(chunk.parts))
    alike: dict[Heading, list[int]] = defaultdict(list)
    for number, section in enumerate(sections):
        alike[section.heading].append(number)
    found: list[list[Range]] = [[] for _ in sections]
    for heading, numbers in alike.items():
        now: list[str] = []
        starts: list[tuple[int, int]] = []
        for number in numbers:
            starts.append((len(now), number))
            now += [*(unit.digest for unit in units[number]), SECTION_GAP]
        for start, end in unchanged_ranges(now, old[heading]):
            while len(starts) > 1 and starts[1][0] <= start:
                starts.pop(0)
            offset, number = starts[0]
            found[number].append((start - offset, end - offset))
    return found


def _chunks(
    section: Section, units: Sequence[Unit], unchanged: Sequence[Range], budget: TokenBudget
) -> Iterator[Chunk]:
    """Those of one section; what was cut for another embedder may be too large now."""
    known = {found: _chunk(section.heading, units[slice(*found)], budget) for found in unchanged}
    stays = [found for found, chunk in known.items() if chunk]
    for start, end in chunk_ranges(units, stays, budget.room(section.heading), budget):
        chunk = known.get((start, end))
        yield from [chunk] if chunk else _fitted(section.heading, units[start:end], budget)


def _chunk(heading: Heading, units: Sequence[Unit], budget: TokenBudget) -> Chunk | None:
    """The chunk of these units, still without id and place; None if it is too large."""
    parts = tuple(unit.digest for unit in units)
    content = compose(units)
    embedded = embedded_text(heading, content)
    tokens = budget.count_passage(embedded)
    if tokens is None:
        return None
    return Chunk("", 0, heading, units[0].page, main_kind(units), content, tokens, parts, embedded)


def _fitted(heading: Heading, units: Sequence[Unit], budget: TokenBudget) -> Iterator[Chunk]:
    """One chunk, or more where the tokens of the whole are more than those of its parts."""
    chunk = _chunk(heading, units, budget)
    if chunk:
        yield chunk
        return
    halves = [units[: len(units) // 2], units[len(units) // 2 :]] if len(units) > 1 else _halved(units[0])
    for half in halves:
        yield from _fitted(heading, half, budget)


def _halved(unit: Unit) -> list[Sequence[Unit]]:
    """Two units of one, at white space near the middle if there is some."""
    middle = len(unit.text) // 2
    if not middle:
        raise ValueError("The embedder counts more tokens for one character than it takes.")
    at = unit.text.rfind(" ", middle // 2, middle) + 1 or middle
    return [[replace(unit, text=unit.text[:at])], [replace(unit, text=unit.text[at:], header="")]]
