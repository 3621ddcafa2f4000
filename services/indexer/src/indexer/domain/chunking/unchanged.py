"""Finding again the chunks of the revision before, so that what did not change keeps its id and vector."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence

Digests = tuple[str, ...]
Range = tuple[int, int]
SECTION_GAP = ""
"""Stands between two sections: no chunk reaches over it."""
MAX_CANDIDATES = 4
"""Chunks that begin alike and are compared; a bound for documents that repeat one line for ever."""


def unchanged_ranges(now: Sequence[str], before: Sequence[Digests]) -> list[Range]:
    """The runs of `now` that were a chunk each before, in order and without overlap.

    What lies before the first change and behind the last is found for certain; between them, moved or
    repeated runs are found as well as they can be in one pass.
    """
    first = _leading(now, before)
    rest, old = now[first[-1][1] if first else 0 :], before[len(first) :]
    last = _leading(rest[::-1], [parts[::-1] for parts in old[::-1]])
    behind = [(len(now) - end, len(now) - start) for start, end in last[::-1]]
    start, end = first[-1][1] if first else 0, behind[0][0] if behind else len(now)
    return first + _scattered(now, start, end, old[: len(old) - len(last)]) + behind


def _leading(now: Sequence[str], before: Sequence[Digests]) -> list[Range]:
    found: list[Range] = []
    at = 0
    for parts in before:
        while at < len(now) and now[at] == SECTION_GAP:
            at += 1
        if tuple(now[at : at + len(parts)]) != parts:
            break
        found.append((at, at + len(parts)))
        at += len(parts)
    return found


def _scattered(now: Sequence[str], at: int, end: int, before: Sequence[Digests]) -> list[Range]:
    """Prefers the chunk that comes next after the one found last."""
    beginning: dict[str, list[int]] = defaultdict(list)
    for number, parts in enumerate(before):
        beginning[parts[0]].append(number)
    found: list[Range] = []
    due = 0
    while at < end:
        for number in _candidates(beginning.get(now[at], []), due):
            stop = at + len(before[number])
            if stop <= end and tuple(now[at:stop]) == before[number]:
                found.append((at, stop))
                at, due = stop, number + 1
                break
        else:
            at += 1
    return found


def _candidates(numbers: Sequence[int], due: int) -> Sequence[int]:
    """Of ascending numbers the first few from `due` on, then the last few before."""
    later = bisect_left(numbers, due)
    return [*numbers[later : later + MAX_CANDIDATES], *numbers[max(0, later - MAX_CANDIDATES) : later][::-1]]
