"""`traclearn questions`: questions out to files, and in from them."""

import sys
from collections.abc import Awaitable, Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from traclearn_cli.author.invocation import run_with
from traclearn_cli.author.options import Account
from traclearn_cli.errors import EXIT_CODES
from traclearn_cli.output import AsJson, Fields, print_note, print_result, styled_state

if TYPE_CHECKING:
    from traclearn_cli.author.question_pages import QuestionPages

HELP = """
Questions out to files, and in from them.

\b
  set -a; eval "$(make -s env)"
  traclearn questions export --course Databases > databases.yaml
  traclearn questions import databases.yaml --mode look
  traclearn questions import bank.xml --course Biology

The account is an author's: see `traclearn content --help`.
"""
EXPORT_HELP = f"""
All questions of a course, or all there are: with references and rubrics, so keep the file to yourself.

\b
  traclearn questions export --course Databases > databases.yaml
  traclearn questions export --format csv > all.csv
{EXIT_CODES}"""
IMPORT_HELP = f"""
From CSV or YAML as exported here, Moodle XML or GIFT (short answers and essays).

New and changed questions become drafts; with --mode release what is complete is released at once. A question
that was exported from the same Trac becomes its own next version; the same file again makes none twice.
Ends with 1 when a question was refused.

\b
  traclearn questions import databases.yaml --mode look
  traclearn questions import bank.xml --course Biology --mode release
  traclearn questions import quiz.gift --json | jq -r 'select(.outcome == "refused") | .note'
{EXIT_CODES}"""

app = typer.Typer(no_args_is_help=True, help=HELP)


class ImportMode(StrEnum):
    """`look` changes nothing; `release` releases what is complete."""

    look = "look"
    draft = "draft"
    release = "release"


Mode = Annotated[
    ImportMode,
    typer.Option(help="look: change nothing, say what would happen. release: release what is complete."),
]


class Format(StrEnum):
    yaml = "yaml"
    csv = "csv"


@app.command("export", help=EXPORT_HELP)
def export_questions(
    course: Annotated[str | None, typer.Option(help="Of this course alone.")] = None,
    format_: Annotated[Format, typer.Option("--format", help="Of the file.")] = Format.yaml,
    account: Account = None,
) -> None:
    async def work(pages: "QuestionPages") -> bool:
        sys.stdout.buffer.write(await pages.export(format_, course))
        sys.stdout.buffer.flush()
        return True

    _run(account, work)


@app.command("import", help=IMPORT_HELP)
def import_questions(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="The file.")],
    course: Annotated[str, typer.Option(help="Of the questions that name none.")] = "",
    mode: Mode = ImportMode.draft,
    as_json: AsJson = False,
    account: Account = None,
) -> None:
    content, look = file.read_bytes(), mode is ImportMode.look
    options = {"course": course, "release": "1" if mode is ImportMode.release else ""} | (
        {"look": "1"} if look else {}
    )

    async def work(pages: "QuestionPages") -> bool:
        outcomes = await pages.import_file(file.name, content, options)
        for outcome in outcomes:
            print_result(outcome, outcome_line(outcome), as_json)
        if look:
            print_note("Nothing is changed yet. Without --mode look it is brought in.")
        return all(outcome["outcome"] != "refused" for outcome in outcomes)

    _run(account, work)


def outcome_line(outcome: Fields) -> str:
    """`new  #12  Tides  (question 1), released`"""
    ticket = f"#{outcome['ticket']}" if outcome["ticket"] else "-"
    end = ", released" if outcome["released"] else ""
    note = f": {outcome['note']}" if outcome["note"] else ""
    said = f"{styled_state(outcome['outcome'], 8)} {ticket:<7} {outcome['title']}"
    return f"{said} ({outcome['place']}){end}{note}"


def _run(account: str | None, work: "Callable[[QuestionPages], Awaitable[bool]]") -> None:
    from traclearn_cli.author.question_pages import QuestionPages

    run_with(QuestionPages, account, work)
