"""What is seen while a path is made: one bar on stderr, for a person at a terminal."""

from types import TracebackType
from typing import Self

from traclearn_cli.bars import bars_on_stderr
from traclearn_cli.output import Fields

PHASES = {
    "searching": "Searching the material",
    "ordering": "Putting it in order",
    "asking": "Making questions",
    "waiting": "Waiting for the knowledge base",
}
REQUESTED = "Asked for"


class PathProgress:
    """The phase, and how many steps have their questions."""

    def __init__(self) -> None:
        self._bars = bars_on_stderr()
        self._task = self._bars.add_task(REQUESTED, total=None)

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(
        self, _t: type[BaseException] | None, _e: BaseException | None, _b: TracebackType | None
    ) -> None:
        self._bars.stop()

    def update(self, path: Fields) -> None:
        phase = PHASES.get(path["phase"] or "", REQUESTED)
        total = path["total"] or None  # not known yet: as it was
        self._bars.update(self._task, description=phase, completed=path["done"], total=total)
