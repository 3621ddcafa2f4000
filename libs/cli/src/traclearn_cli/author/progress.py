"""What is seen while files are on their way: results on stdout, everything else on stderr."""

import json
import sys
from collections import defaultdict
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from traclearn_cli.author.outcome import OVER, Outcome

SENDING = "Sending"
MAKING = "Making teachable"


class Screen:
    """A line for each file that is over, and two bars if stderr is a terminal."""

    def __init__(self, files: int, *, waits: bool, as_json: bool) -> None:
        self._waits = waits
        self._as_json = as_json
        self._shares: dict[str, dict[str, float]] = defaultdict(dict)
        console = Console(stderr=True)
        self._bars = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.completed:.0f}/{task.total:.0f}"),
            TimeElapsedColumn(),
            console=console,
            redirect_stdout=sys.stdout.isatty(),
            disable=not console.is_terminal,
        )
        parts = (SENDING, MAKING) if waits else (SENDING,)
        self._tasks: dict[str, TaskID] = {part: self._bars.add_task(part, total=files) for part in parts}

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(
        self, _t: type[BaseException] | None, _e: BaseException | None, _b: TracebackType | None
    ) -> None:
        self._bars.stop()

    def share(self, part: str, name: str, share: float) -> None:
        """How much of a file is done, 0 to 1."""
        if part in self._tasks and not self._bars.disable:
            self._shares[part][name] = share
            self._bars.update(self._tasks[part], completed=sum(self._shares[part].values()))

    def tell(self, outcome: Outcome) -> None:
        """Prints what is over; an upload that is waited for comes again."""
        if outcome.state in OVER:
            self.share(MAKING, outcome.name, 1)
        elif self._waits:
            return
        self.line(outcome)

    def line(self, outcome: Outcome) -> None:
        said = json.dumps(outcome.printed(), ensure_ascii=False) if self._as_json else outcome.sentence()
        print(said, flush=True)

    def note(self, text: str) -> None:
        """Something that the person should know and a script need not."""
        print(text, file=sys.stderr, flush=True)
