"""What chunks are made of: whole blocks, and the parts of those that are too large."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from itertools import groupby

from traclearn_documents import Block, BlockKind

from indexer.domain.chunking.splitting import split_block, table_header
from indexer.domain.chunking.token_budget import TokenBudget

HASH_BYTES = 6
WIDE_GAP = re.compile(r"\s{200,}")
HEADER_ROOM_DIVISOR = 3
"""A header row that takes more than one part in so many of the room is not repeated."""


@dataclass(frozen=True)
class Unit:
    """It lies in one chunk and is never cut again."""

    block: int
    """The number of the block that it is, or is part of."""
    kind: BlockKind
    text: str
    page: int | None
    break_cost: float = 0.0
    """What it costs to begin a chunk with it rather than leave it with the rest of its block."""
    header: str = ""
    """The table's header, if this is a later row: it is repeated where a chunk begins."""

    @cached_property
    def digest(self) -> str:
        """Says in the next revision whether this is the same."""
        return blake2b(f"{self.kind}\n{self.text}".encode(), digest_size=HASH_BYTES).hexdigest()


def units_of(number: int, block: Block, room: int, budget: TokenBudget) -> list[Unit]:
    """One unit if the block fits, otherwise its parts."""
    text = trim(block.kind, block.text)
    if budget.fits(text, room):
        return [Unit(number, block.kind, text, block.page)]
    above = table_header(text) if block.kind == "table" else ""
    if above and not budget.fits(above, room // HEADER_ROOM_DIVISOR):
        above = ""
    left = room - (budget.size(above) if above else 0)
    found = split_block(block.kind, text, left, lambda part: budget.fits(part, left))
    return [
        Unit(number, block.kind, part, block.page, break_cost, above if at else "")
        for at, (part, break_cost) in enumerate(found)
    ]


def trim(kind: BlockKind, text: str) -> str:
    """Without the white space around it and wide gaps within; code keeps its indentation."""
    text = WIDE_GAP.sub(lambda gap: "\n\n" if "\n" in gap[0] else " ", text)
    return text.rstrip().lstrip("\n") if kind == "code" else text.strip()


def compose(units: Sequence[Unit]) -> str:
    """The content of a chunk: blocks apart, parts of one block as they were."""
    texts = [
        trim(part[0].kind, "".join(unit.text for unit in part))
        for part in (list(group) for _, group in groupby(units, key=lambda unit: unit.block))
    ]
    return units[0].header + "\n\n".join(text for text in texts if text)


def main_kind(units: Sequence[Unit]) -> BlockKind:
    """What most of a chunk is."""
    lengths: Counter[BlockKind] = Counter()
    for unit in units:
        lengths[unit.kind] += len(unit.text)
    return lengths.most_common(1)[0][0]
