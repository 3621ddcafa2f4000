"""A section cut anew where it changed, and left as it was elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.domain.chunking.boundaries import Range, belong_together, partition, unit_tokens
from indexer.domain.chunking.token_budget import TokenBudget
from indexer.domain.chunking.units import Unit

MIN_CHUNK_TOKENS = 50
"""Tokens. A change that leaves less than this on its own is joined to the chunk beside it."""


@dataclass
class UnitRun:
    """A run of units; `unchanged` if it was a chunk before and stays one."""

    start: int
    end: int
    unchanged: bool


def chunk_ranges(units: Sequence[Unit], kept: Sequence[Range], room: int, budget: TokenBudget) -> list[Range]:
    """The chunks of one section. Only what changed and, where it belongs to it, a direct neighbour moves."""
    runs = _unit_runs(len(units), kept)
    _release_neighbours(runs, units, room, budget)
    found: list[Range] = []
    start = 0
    for run in [*runs, UnitRun(len(units), len(units), True)]:
        if run.unchanged:
            if start < run.start:
                cut = partition(units[start : run.start], room, budget)
                found += [(start + one, start + other) for one, other in cut]
            found.append((run.start, run.end))
            start = run.end
    return found[:-1]


def _unit_runs(length: int, kept: Sequence[Range]) -> list[UnitRun]:
    found = []
    at = 0
    for start, end in [*kept, (length, length)]:
        if at < start:
            found.append(UnitRun(at, start, False))
        if start < end:
            found.append(UnitRun(start, end, True))
        at = end
    return found


def _release_neighbours(
    runs: Sequence[UnitRun], units: Sequence[Unit], room: int, budget: TokenBudget
) -> None:
    """Lets go of the neighbours that a changed run is tied to, or that it is too small to be without."""
    befores, behinds = [None, *runs][:-1], [*runs, None][1:]
    changed = [around for around in zip(befores, runs, behinds, strict=True) if not around[1].unchanged]
    for before, own, behind in changed:
        tie_before = before and belong_together(units[own.start - 1], units[own.start])
        tie_behind = behind and belong_together(units[own.end - 1], units[own.end])
        if before and tie_before:
            before.unchanged = False
        if behind and tie_behind:
            behind.unchanged = False
        if not (tie_before or tie_behind):
            _join(own, [beside for beside in (before, behind) if beside], units, room, budget)


def _join(
    own: UnitRun, beside: Sequence[UnitRun], units: Sequence[Unit], room: int, budget: TokenBudget
) -> None:
    length = _size(own, units, budget)
    if length >= MIN_CHUNK_TOKENS:
        return
    for neighbour in beside:
        if length + _size(neighbour, units, budget) <= room:
            neighbour.unchanged = False
            return


def _size(run: UnitRun, units: Sequence[Unit], budget: TokenBudget) -> int:
    return sum(unit_tokens(unit, budget) for unit in units[run.start : run.end])
