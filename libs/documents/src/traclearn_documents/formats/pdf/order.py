"""The order in which a page is read: as it was written; what was drawn later goes where there is room for it.

Programs write the text of columns in order, so that nothing need be guessed about them; formulas, boxes and
framed code some of them draw after everything else.
"""

from traclearn_documents.formats.pdf.page import Line

MAX_RUNS = 300
"""Stretches of a page that are put in order; more of them are the words of a drawing."""

MAX_LINE_GAP = 3
"""Times the size of the letters: a line so little below the last one goes on with it, wherever it begins."""


def ordered(lines: list[Line]) -> list[Line]:
    """The lines of a page as a person reads them."""
    runs = _runs(lines)
    if len(runs) > MAX_RUNS:
        return lines
    found: list[Line] = []
    for run in runs:
        place = _room(found, run)
        found[place:place] = run
    return found


def _runs(lines: list[Line]) -> list[list[Line]]:
    """Stretches that go down the page."""
    runs: list[list[Line]] = []
    for line in lines:
        below = line.y - runs[-1][-1].y if runs else -1.0
        if below >= 0 and (
            below < MAX_LINE_GAP * line.size or _beside(line, runs[-1][-1].x0, runs[-1][-1].x1)
        ):
            runs[-1].append(line)
        else:
            runs.append([line])
    return runs


def _room(placed: list[Line], run: list[Line]) -> int:
    """Where the run fits between two lines above and below it; the end where it does not."""
    top, bottom = run[0].y - 0.5 * run[0].size, run[-1].y
    left, right = min(line.x0 for line in run), max(line.x1 for line in run)
    near = [at for at, line in enumerate(placed) if _beside(line, left, right)]
    above = [at for at in near if placed[at].y <= top]
    last = max(above, key=lambda at: (placed[at].y, at), default=-1)
    below = next((at for at in near if at > last), None)
    if below is None or placed[below].y < bottom:
        return len(placed)
    return next((at for at in range(last + 1, below) if placed[at].y > top), below)


def _beside(line: Line, left: float, right: float) -> bool:
    """Whether they share a part of the page's width."""
    return line.x0 < right and left < line.x1
