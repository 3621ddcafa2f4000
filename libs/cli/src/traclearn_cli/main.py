"""The `traclearn` command. Its own commands work on queues; services add theirs by entry point.

This package imports no service. A service that has something for operators names a typer app in its
`[project.entry-points."traclearn.commands"]`, and whoever has the service installed has the command.
"""

from importlib.metadata import EntryPoint, entry_points

import typer

from traclearn_cli.author import content
from traclearn_cli.operator import dlq

GROUP = "traclearn.commands"


def build(services: "tuple[EntryPoint, ...] | None" = None) -> typer.Typer:
    """The command with all its parts; `services` stand for those that are installed."""
    app = typer.Typer(
        no_args_is_help=True,
        help="TracLearn's command for operators. Addresses come from the environment:"
        ' set -a; eval "$(make -s env)"',
        pretty_exceptions_show_locals=False,  # locals hold answers
    )
    app.add_typer(dlq.app, name="dlq")
    app.add_typer(content.app, name="content")
    found = tuple(entry_points(group=GROUP)) if services is None else services
    for service in sorted(found, key=lambda entry: entry.name):
        app.add_typer(service.load(), name=service.name)
    return app


def main() -> None:
    build()()
