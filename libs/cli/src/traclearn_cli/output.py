"""What the command prints, in every subcommand.

Results go to stdout: aligned lines for people, or one JSON object a line with `--json`. Everything else goes
to stderr, so that a pipe gets results alone. Colours and progress bars appear on a terminal only.
"""

import json
import os
import sys
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

Fields = dict[str, Any]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
STATE_COLOURS = {
    "ready": typer.colors.GREEN,
    "unchanged": typer.colors.GREEN,
    "replayed": typer.colors.GREEN,
    "proposed": typer.colors.GREEN,
    "accepted": typer.colors.GREEN,
    "given_up": typer.colors.YELLOW,
    "waiting": typer.colors.YELLOW,
    "rejected": typer.colors.RED,
    "refused": typer.colors.RED,
    "failed": typer.colors.RED,
    "unavailable": typer.colors.RED,
}


def print_result(fields: Fields, line: str, as_json: bool) -> None:
    """One result, as an object or as a line; at once, since the next may take its time."""
    print_line(json.dumps(fields, ensure_ascii=False) if as_json else line)


def print_line(text: str) -> None:
    print(text, flush=True)


def print_note(text: str) -> None:
    """Something that the person should know and a script need not."""
    print(text, file=sys.stderr, flush=True)


def styled_state(state: str, width: int = 0) -> str:
    """The state in its colour, with blanks up to `width`."""
    padded = state.ljust(width)
    shows_colours = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    colour = STATE_COLOURS.get(state) if shows_colours else None
    return typer.style(padded, fg=colour) if colour else padded


def parse_time(text: str) -> datetime | None:
    """With a zone, UTC where the text names none; None for what is no time."""
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError:
        return None
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)


def time_with_zone(text: str) -> str:
    """The time as it is printed; what is no time stays as it is."""
    parsed = parse_time(text)
    return parsed.isoformat() if parsed else text
