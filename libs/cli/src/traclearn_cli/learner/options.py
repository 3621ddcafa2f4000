"""Arguments and options that the commands of `traclearn path` share."""

from typing import Annotated
from uuid import UUID

import typer

MAX_GOAL_CHARACTERS = 1000
"""As PathRequested.v1 has it, and so the ranges below."""

Account = Annotated[str | None, typer.Option("--as", metavar="EMAIL", help="The learner's account.")]
Goal = Annotated[str, typer.Argument(metavar="GOAL", help="What to learn, in your own words.")]
Difficulty = Annotated[int, typer.Option(min=1, max=5, help="How hard the questions are to be.")]
Minutes = Annotated[int, typer.Option(min=5, max=6000, help="How much time there is.")]
Wait = Annotated[bool, typer.Option("--wait", help="Until it is proposed or unavailable.")]
Timeout = Annotated[float, typer.Option(min=0, help="Seconds without any headway before waiting ends.")]
TicketTimeout = Annotated[float, typer.Option("--timeout", min=0, help="Seconds until its tickets are told.")]
LeftOut = Annotated[
    list[int] | None, typer.Option("--without", metavar="N", help="A step to leave out; repeat it for more.")
]
PathId = Annotated[UUID, typer.Argument(metavar="ID", help="A path's id.")]
