"""Arguments and options that several commands of `traclearn content` share."""

from typing import Annotated

import typer

Account = Annotated[str | None, typer.Option("--as", metavar="EMAIL", help="The account.")]
Subject = Annotated[str | None, typer.Option(help="What course it belongs to.")]
Wait = Annotated[bool, typer.Option("--wait/--no-wait", help="Until it is done.")]
Timeout = Annotated[float, typer.Option(min=0, help="Seconds without any headway before waiting ends.")]
Document = Annotated[str, typer.Argument(metavar="NAME|DOCUMENT", help="A document's name or id.")]
Documents = Annotated[list[str], typer.Argument(metavar="NAME|DOCUMENT", help="Names or ids.")]
