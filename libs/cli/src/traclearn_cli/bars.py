"""Progress bars on stderr, for a person at a terminal; a pipe and a file get none."""

import sys

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn


def bars_on_stderr() -> Progress:
    """Started by its owner. `disable` is set where nobody looks."""
    console = Console(stderr=True)
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        redirect_stdout=sys.stdout.isatty(),
        disable=not console.is_terminal,
    )
