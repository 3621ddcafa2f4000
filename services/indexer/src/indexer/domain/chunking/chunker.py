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

from indexer.domain.chunking.embedded_text import passage
from indexer.domain.chunking.rechunking import ranges
from indexer.domain.chunking.sections import Section, arrange
from indexer.domain.chunking.token_budget import Ruler
from indexer.domain.chunking.unchanged import GAP, Range, kept
from indexer.domain.chunking.units import Atom, atoms_of, composed, kind_of


def cut_chunks(
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
    ruler = Ruler(count, limit)
    sections, dropped = arrange(content.blocks)
    atoms = [_atoms(section, ruler) for section in sections]
    settled = _settled(sections, atoms, before)
    names = Names(document)
    chunks: list[Chunk] = []
    for section, own, ranges_before in zip(sections, atoms, settled, strict=True):
        for chunk in _chunks(section, own, ranges_before, ruler):
            chunks.append(replace(chunk, id=names.next(chunk), ordinal=len(chunks)))
    return chunks, dropped


class Names:
    """Ids that stay the same as long as a chunk says the same under the same headings."""

    def __init__(self, document: UUID) -> None:
        self._document = document
        self._seen: Counter[str] = Counter()

    def next(self, chunk: Chunk) -> str:
        """Repetitions within one document are numbered in their order."""
        said = json.dumps([chunk.heading, chunk.content], ensure_ascii=False)
        self._seen[said] += 1
        repeated = self._seen[said] - 1
        return str(uuid5(self._document, f"{said}#{repeated}" if repeated else said))


def _atoms(section: Section, ruler: Ruler) -> list[Atom]:
    room = ruler.room(section.heading)
    return [atom for number, block in section.blocks for atom in atoms_of(number, block, room, ruler)]


def _settled(
    sections: Sequence[Section], atoms: Sequence[Sequence[Atom]], before: Sequence[Chunk]
) -> list[list[Range]]:
    """For each section the stretches that were chunks before under the same headings."""
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
            now += [*(atom.part for atom in atoms[number]), GAP]
        for start, end in kept(now, old[heading]):
            while len(starts) > 1 and starts[1][0] <= start:
                starts.pop(0)
            offset, number = starts[0]
            found[number].append((start - offset, end - offset))
    return found


def _chunks(
    section: Section, atoms: Sequence[Atom], settled: Sequence[Range], ruler: Ruler
) -> Iterator[Chunk]:
    """Those of one section; what was settled for another embedder may be too large now."""
    known = {found: _chunk(section.heading, atoms[slice(*found)], ruler) for found in settled}
    stays = [found for found, chunk in known.items() if chunk]
    for start, end in ranges(atoms, stays, ruler.room(section.heading), ruler):
        chunk = known.get((start, end))
        yield from [chunk] if chunk else _fitted(section.heading, atoms[start:end], ruler)


def _chunk(heading: Heading, atoms: Sequence[Atom], ruler: Ruler) -> Chunk | None:
    """The chunk of these atoms, still without id and place; None if it is too large."""
    parts = tuple(atom.part for atom in atoms)
    content = composed(atoms)
    embedded = passage(heading, content)
    tokens = ruler.measure(embedded)
    if tokens is None:
        return None
    return Chunk("", 0, heading, atoms[0].page, kind_of(atoms), content, tokens, parts, embedded)


def _fitted(heading: Heading, atoms: Sequence[Atom], ruler: Ruler) -> Iterator[Chunk]:
    """One chunk, or more where the tokens of the whole are more than those of its parts."""
    chunk = _chunk(heading, atoms, ruler)
    if chunk:
        yield chunk
        return
    halves = [atoms[: len(atoms) // 2], atoms[len(atoms) // 2 :]] if len(atoms) > 1 else _halved(atoms[0])
    for half in halves:
        yield from _fitted(heading, half, ruler)


def _halved(atom: Atom) -> list[Sequence[Atom]]:
    """Two atoms of one, at white space near the middle if there is some."""
    middle = len(atom.text) // 2
    if not middle:
        raise ValueError("The embedder counts more tokens for one character than it takes.")
    at = atom.text.rfind(" ", middle // 2, middle) + 1 or middle
    return [[replace(atom, text=atom.text[:at])], [replace(atom, text=atom.text[at:], header="")]]
