"""What is seen while files are on their way: results on stdout, bars on stderr."""

from collections import defaultdict
from types import TracebackType
from typing import Self

from rich.progress import TaskID

from traclearn_cli.author.outcome import FINAL_STATES, Outcome
from traclearn_cli.bars import bars_on_stderr
from traclearn_cli.output import print_result

SENDING = "Sending"
INDEXING = "Making teachable"


class UploadProgress:
    """A line for each file that is over, and two bars if stderr is a terminal."""

    def __init__(self, files: int, *, waits: bool, as_json: bool) -> None:
        self._waits = waits
        self._as_json = as_json
        self._shares: dict[str, dict[str, float]] = defaultdict(dict)
        self._bars = bars_on_stderr()
        phases = (SENDING, INDEXING) if waits else (SENDING,)
        self._tasks: dict[str, TaskID] = {phase: self._bars.add_task(phase, total=files) for phase in phases}

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(
        self, _t: type[BaseException] | None, _e: BaseException | None, _b: TracebackType | None
    ) -> None:
        self._bars.stop()

    def update(self, phase: str, name: str, share: float) -> None:
        """How much of a file is done, 0 to 1."""
        if phase in self._tasks and not self._bars.disable:
            self._shares[phase][name] = share
            self._bars.update(self._tasks[phase], completed=sum(self._shares[phase].values()))

    def report(self, outcome: Outcome) -> None:
        """Prints what is over; an upload that is waited for comes again."""
        if outcome.state in FINAL_STATES:
            self.update(INDEXING, outcome.name, 1)
        elif self._waits:
            return
        self.print_outcome(outcome)

    def print_outcome(self, outcome: Outcome) -> None:
        print_result(outcome.as_fields(), outcome.as_line(), self._as_json)
