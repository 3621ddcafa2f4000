"""What chunks are made of: whole blocks, and the fragments of those that are too large."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from itertools import groupby

from traclearn_documents import Block, BlockKind

from indexer.domain.chunking.splitting import cut, header
from indexer.domain.chunking.token_budget import Ruler

HASH_BYTES = 6
WIDE = re.compile(r"\s{200,}")
LARGEST_HEADER = 3
"""A header row that takes more than one part in so many of the room is not repeated."""


@dataclass(frozen=True)
class Atom:
    """It lies in one chunk and is never cut again."""

    block: int
    """The number of the block that it is, or is part of."""
    kind: BlockKind
    text: str
    page: int | None
    strain: float = 0.0
    """What it costs to begin a chunk with it rather than leave it with the rest of its block."""
    header: str = ""
    """The table's header, if this is a later row: it is repeated where a chunk begins."""

    @cached_property
    def part(self) -> str:
        """Says in the next revision whether this is the same."""
        return blake2b(f"{self.kind}\n{self.text}".encode(), digest_size=HASH_BYTES).hexdigest()


def atoms_of(number: int, block: Block, room: int, ruler: Ruler) -> list[Atom]:
    """One atom if the block fits, otherwise its fragments."""
    text = trimmed(block.kind, block.text)
    if ruler.fits(text, room):
        return [Atom(number, block.kind, text, block.page)]
    above = header(text) if block.kind == "table" else ""
    if above and not ruler.fits(above, room // LARGEST_HEADER):
        above = ""
    left = room - (ruler.size(above) if above else 0)
    found = cut(block.kind, text, left, lambda part: ruler.fits(part, left))
    return [
        Atom(number, block.kind, part, block.page, strain, above if at else "")
        for at, (part, strain) in enumerate(found)
    ]


def trimmed(kind: BlockKind, text: str) -> str:
    """Without the white space around it and wide gaps within; code keeps its indentation."""
    text = WIDE.sub(lambda gap: "\n\n" if "\n" in gap[0] else " ", text)
    return text.rstrip().lstrip("\n") if kind == "code" else text.strip()


def composed(atoms: Sequence[Atom]) -> str:
    """The content of a chunk: blocks apart, fragments of one block as they were."""
    texts = [
        trimmed(part[0].kind, "".join(atom.text for atom in part))
        for part in (list(group) for _, group in groupby(atoms, key=lambda atom: atom.block))
    ]
    return atoms[0].header + "\n\n".join(text for text in texts if text)


def kind_of(atoms: Sequence[Atom]) -> BlockKind:
    """What most of a chunk is."""
    lengths: Counter[BlockKind] = Counter()
    for atom in atoms:
        lengths[atom.kind] += len(atom.text)
    return lengths.most_common(1)[0][0]
