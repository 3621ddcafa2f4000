"""Where one chunk ends and the next begins within a section."""

import re
from collections.abc import Sequence
from itertools import pairwise

from indexer.domain.chunking.token_budget import Ruler
from indexer.domain.chunking.units import Atom

AIM = 150
"""Tokens of content. Smaller chunks say too little to be found; a small model blurs larger ones."""
TIE = 0.75
"""Atoms that cost this much to part stay together where both fit."""
INTRODUCES = re.compile(r"[:：]\s*$")
CONTINUES = re.compile(r"\s*[a-z]")
CAPTION = re.compile(r"(?:table|figure|fig\.|listing|example)\s+\d", re.IGNORECASE)
JOINT = 1
"""Tokens that the blank line between two blocks may take."""
Range = tuple[int, int]


def bond(one: Atom, other: Atom) -> float:
    """What it costs to part two neighbours; a whole chunk off its aim by half costs 0.25."""
    if one.block == other.block:
        return other.strain
    if INTRODUCES.search(one.text[-8:]):
        return 1.0 if other.kind == "text" else 3.0
    if one.kind in ("text", "quote"):
        return {"code": 1.0, "formula": 1.0, "table": 1.0, "list": 0.5}.get(other.kind, 0.0)
    if other.kind == "text" and (CAPTION.match(other.text) or one.kind == "formula"):
        return 1.0 if CAPTION.match(other.text) or CONTINUES.match(other.text) else 0.0
    return 0.0


def tied(one: Atom, other: Atom) -> bool:
    return bond(one, other) >= TIE


def size(atom: Atom, ruler: Ruler) -> int:
    return ruler.size(atom.text) + (0 if atom.strain else JOINT)


def partition(atoms: Sequence[Atom], room: int, ruler: Ruler) -> list[Range]:
    """The cheapest way to cut a run of atoms: chunks near the aim that part nothing that belongs together.

    Looks back from each atom only as far as one chunk reaches, so that the time grows with the text alone.
    """
    sizes = [size(atom, ruler) for atom in atoms]
    if sum(sizes) <= min(AIM, room):
        return [(0, len(atoms))]
    headers = [ruler.size(atom.header) if atom.header else 0 for atom in atoms]
    bonds = [0.0, *(bond(one, other) for one, other in pairwise(atoms))]
    return _cheapest(sizes, headers, bonds, room)


def _cheapest(sizes: Sequence[int], headers: Sequence[int], bonds: Sequence[float], room: int) -> list[Range]:
    aim = min(AIM, room)
    best = [0.0]
    begins = [0]
    for end in range(1, len(sizes) + 1):
        least, begin, total = float("inf"), end - 1, 0
        for start in range(end - 1, -1, -1):
            total += sizes[start]
            if total > room and start < end - 1:
                break
            whole = total + headers[start]
            if whole > room and start < end - 1:
                continue
            cost = best[start] + bonds[start] + ((whole - aim) / aim) ** 2
            if cost < least:
                least, begin = cost, start
        best.append(least)
        begins.append(begin)
    ranges: list[Range] = []
    end = len(sizes)
    while end:
        ranges.append((begins[end], end))
        end = begins[end]
    return ranges[::-1]
