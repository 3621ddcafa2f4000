"""What a person sees while the stack comes up: a line a step, on stderr so that stdout stays for results."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console

from traclearn_local.errors import LocalError

err = Console(stderr=True, highlight=False)


@contextmanager
def step(name: str) -> Iterator[None]:
    """A spinner on a terminal, a plain line elsewhere; the time it took when it is worth a word."""
    started = time.monotonic()
    try:
        if err.is_terminal:
            with err.status(name):
                yield
        else:
            yield
    except LocalError:
        err.print(f"[red]✗[/red] {name}")
        raise
    took = time.monotonic() - started
    err.print(f"[green]✓[/green] {name}" + (f"  [dim]{took:.1f} s[/dim]" if took >= 0.5 else ""))


def say(text: str) -> None:
    """A line that is no step."""
    err.print(text, markup=False, soft_wrap=True)
