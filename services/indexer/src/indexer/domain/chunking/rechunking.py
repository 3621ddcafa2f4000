"""A section cut anew where it changed, and left as it was elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.domain.chunking.boundaries import Range, partition, size, tied
from indexer.domain.chunking.token_budget import Ruler
from indexer.domain.chunking.units import Atom

SMALL = 50
"""Tokens. A change that leaves less than this on its own is joined to the chunk beside it."""


@dataclass
class Stretch:
    """A run of atoms; `settled` if it was a chunk before and stays one."""

    start: int
    end: int
    settled: bool


def ranges(atoms: Sequence[Atom], kept: Sequence[Range], room: int, ruler: Ruler) -> list[Range]:
    """The chunks of one section. Only what changed and, where it belongs to it, a direct neighbour moves."""
    stretches = _stretches(len(atoms), kept)
    _loosen(stretches, atoms, room, ruler)
    found: list[Range] = []
    start = 0
    for stretch in [*stretches, Stretch(len(atoms), len(atoms), True)]:
        if stretch.settled:
            if start < stretch.start:
                cut = partition(atoms[start : stretch.start], room, ruler)
                found += [(start + one, start + other) for one, other in cut]
            found.append((stretch.start, stretch.end))
            start = stretch.end
    return found[:-1]


def _stretches(length: int, kept: Sequence[Range]) -> list[Stretch]:
    found = []
    at = 0
    for start, end in [*kept, (length, length)]:
        if at < start:
            found.append(Stretch(at, start, False))
        if start < end:
            found.append(Stretch(start, end, True))
        at = end
    return found


def _loosen(stretches: Sequence[Stretch], atoms: Sequence[Atom], room: int, ruler: Ruler) -> None:
    """Lets go of the neighbours that a changed stretch is tied to, or that it is too small to be without."""
    befores, behinds = [None, *stretches][:-1], [*stretches, None][1:]
    changed = [around for around in zip(befores, stretches, behinds, strict=True) if not around[1].settled]
    for before, own, behind in changed:
        tie_before = before and tied(atoms[own.start - 1], atoms[own.start])
        tie_behind = behind and tied(atoms[own.end - 1], atoms[own.end])
        if before and tie_before:
            before.settled = False
        if behind and tie_behind:
            behind.settled = False
        if not (tie_before or tie_behind):
            _join(own, [beside for beside in (before, behind) if beside], atoms, room, ruler)


def _join(own: Stretch, beside: Sequence[Stretch], atoms: Sequence[Atom], room: int, ruler: Ruler) -> None:
    length = _size(own, atoms, ruler)
    if length >= SMALL:
        return
    for neighbour in beside:
        if length + _size(neighbour, atoms, ruler) <= room:
            neighbour.settled = False
            return


def _size(stretch: Stretch, atoms: Sequence[Atom], ruler: Ruler) -> int:
    return sum(size(atom, ruler) for atom in atoms[stretch.start : stretch.end])
