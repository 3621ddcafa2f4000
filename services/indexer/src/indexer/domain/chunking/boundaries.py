"""Where one chunk ends and the next begins within a section."""

import re
from collections.abc import Sequence
from itertools import pairwise

from indexer.domain.chunking.token_budget import TokenBudget
from indexer.domain.chunking.units import Unit

TARGET_TOKENS = 150
"""Tokens of content. Smaller chunks say too little to be found; a small model blurs larger ones."""
MIN_TIE_COST = 0.75
"""Units that cost this much to part stay together where both fit."""
INTRODUCES = re.compile(r"[:：]\s*$")
CONTINUES = re.compile(r"\s*[a-z]")
CAPTION = re.compile(r"(?:table|figure|fig\.|listing|example)\s+\d", re.IGNORECASE)
JOINT_TOKENS = 1
"""Tokens that the blank line between two blocks may take."""
Range = tuple[int, int]


def separation_cost(one: Unit, other: Unit) -> float:
    """What it costs to part two neighbours; a whole chunk off its aim by half costs 0.25."""
    if one.block == other.block:
        return other.break_cost
    if INTRODUCES.search(one.text[-8:]):
        return 1.0 if other.kind == "text" else 3.0
    if one.kind in ("text", "quote"):
        return {"code": 1.0, "formula": 1.0, "table": 1.0, "list": 0.5}.get(other.kind, 0.0)
    if other.kind == "text" and (CAPTION.match(other.text) or one.kind == "formula"):
        return 1.0 if CAPTION.match(other.text) or CONTINUES.match(other.text) else 0.0
    return 0.0


def belong_together(one: Unit, other: Unit) -> bool:
    return separation_cost(one, other) >= MIN_TIE_COST


def unit_tokens(unit: Unit, budget: TokenBudget) -> int:
    return budget.size(unit.text) + (0 if unit.break_cost else JOINT_TOKENS)


def partition(units: Sequence[Unit], room: int, budget: TokenBudget) -> list[Range]:
    """The cheapest way to cut a run of units: chunks near the aim that part nothing that belongs together.

    Looks back from each unit only as far as one chunk reaches, so that the time grows with the text alone.
    """
    sizes = [unit_tokens(unit, budget) for unit in units]
    if sum(sizes) <= min(TARGET_TOKENS, room):
        return [(0, len(units))]
    headers = [budget.size(unit.header) if unit.header else 0 for unit in units]
    separation_costs = [0.0, *(separation_cost(one, other) for one, other in pairwise(units))]
    return _cheapest(sizes, headers, separation_costs, room)


def _cheapest(
    sizes: Sequence[int], headers: Sequence[int], separation_costs: Sequence[float], room: int
) -> list[Range]:
    aim = min(TARGET_TOKENS, room)
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
            cost = best[start] + separation_costs[start] + ((whole - aim) / aim) ** 2
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
