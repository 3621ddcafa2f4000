"""The `traclearn` command: its own subcommands, and those that services add by entry point.

This package imports no service. A service with something of its own for a terminal names a typer app in its
`[project.entry-points."traclearn.commands"]`, and whoever has the service installed has the command.
"""

from importlib.metadata import EntryPoint, entry_points, version
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from traclearn_cli.author import content, grade, grades, questions
from traclearn_cli.errors import EXIT_CODES, CliError, Interrupted
from traclearn_cli.learner import path
from traclearn_cli.operator import dlq
from traclearn_cli.output import print_line, print_note

DISTRIBUTION = "traclearn-cli"
ENTRY_POINT_GROUP = "traclearn.commands"
HELP = f"""
TracLearn from a terminal, for authors, learners and operators.

\b
  set -a; eval "$(make -s env)"         # where the stack is
  traclearn content add course/ --subject Databases
  traclearn content search "why does my index not help?"
  traclearn grades export --course Databases --format csv
  traclearn questions export --course Databases > databases.yaml
  traclearn path create --as learner@demo.test "teach me isolation" --wait
  traclearn dlq show grader
  traclearn dlq replay grader --dry-run
{EXIT_CODES}"""


class ErrorHandlingGroup(TyperGroup):
    """Ends what goes wrong in any subcommand with one line on stderr and its exit code."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            error: CliError = Interrupted("Stopped.")
        except CliError as raised:
            error = raised
        print_note(str(error))
        raise typer.Exit(error.exit_code)


def print_version(wanted: bool) -> None:
    if wanted:
        print_line(f"traclearn {version(DISTRIBUTION)}")
        raise typer.Exit


Version = Annotated[
    bool, typer.Option("--version", help="Print the version.", callback=print_version, is_eager=True)
]


def set_options(_version: Version = False) -> None:
    """The options of the command itself."""


def build_app(services: tuple[EntryPoint, ...] | None = None) -> typer.Typer:
    """The command with all its subcommands; `services` stand for those that are installed."""
    app = typer.Typer(
        cls=ErrorHandlingGroup,
        callback=set_options,
        no_args_is_help=True,
        help=HELP,
        pretty_exceptions_show_locals=False,  # locals hold answers
    )
    app.add_typer(content.app, name="content")
    app.add_typer(grade.app, name="grade")
    app.add_typer(grades.app, name="grades")
    app.add_typer(questions.app, name="questions")
    app.add_typer(path.app, name="path")
    app.add_typer(dlq.app, name="dlq")
    found = tuple(entry_points(group=ENTRY_POINT_GROUP)) if services is None else services
    for service in sorted(found, key=lambda entry: entry.name):
        app.add_typer(service.load(), name=service.name)
    return app


def main() -> None:
    build_app()()
