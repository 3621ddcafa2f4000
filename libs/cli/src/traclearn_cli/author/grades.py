"""`traclearn grades`: the gradebook, and what language models cost."""

import csv
import json
import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from traclearn_cli.author.invocation import run_with
from traclearn_cli.author.options import Account
from traclearn_cli.errors import EXIT_CODES
from traclearn_cli.output import AsJson, Fields, print_line, print_note, print_result

if TYPE_CHECKING:
    from traclearn_cli.author.client import AuthorClient

HELP = """
The gradebook, and what language models cost.

\b
  set -a; eval "$(make -s env)"
  traclearn grades export --course Databases --format csv > databases.csv
  traclearn grades spending --days 7

The account is an author's: see `traclearn content --help`; an operator's sees the spending.
"""
EXPORT_HELP = f"""
One entry for each learner and question, with the attempt that counts.

A learner is their Cognito sub: names and addresses are Trac's, whose gradebook page adds them.
In the CSV a cell that a spreadsheet would take for a formula begins with an apostrophe.

\b
  traclearn grades export --course Databases --format csv > databases.csv
  traclearn grades export --format json | jq -r 'select(.needs_review) | .grade'
{EXIT_CODES}"""
SPENDING_HELP = f"""
By day (UTC) and course, the newest day first, at list prices: what was asked and answered.

\b
  traclearn grades spending --days 7
  traclearn grades spending --json | jq -s 'map(.cost_usd) | add'
{EXIT_CODES}"""
COLUMNS = (
    *("ticket_id", "course", "learner", "status", "attempts", "counting_attempt", "counting_score"),
    *("deducted", "provisional", "needs_review", "person", "appeal", "grade", "graded_at"),
)
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""Source: OWASP, "CSV Injection"."""

app = typer.Typer(no_args_is_help=True, help=HELP)


class Format(StrEnum):
    csv = "csv"
    json = "json"


@app.command("export", help=EXPORT_HELP)
def export_grades(
    course: Annotated[str | None, typer.Option(help="Of this course alone.")] = None,
    format_: Annotated[Format, typer.Option("--format", help="json: an object a line.")] = Format.csv,
    account: Account = None,
) -> None:
    from traclearn_cli.author.client import AuthorClient

    async def work(client: "AuthorClient") -> bool:
        table = csv.writer(sys.stdout)
        if format_ is Format.csv:
            table.writerow(COLUMNS)
        async for entry in client.iterate_pages("/grades", "grades", course=course):
            if format_ is Format.csv:
                table.writerow([cell_of(entry.get(name)) for name in COLUMNS])
            else:
                print_line(json.dumps(entry, ensure_ascii=False))
        return True

    run_with(AuthorClient, account, work)


@app.command("spending", help=SPENDING_HELP)
def show_spending(
    days: Annotated[int, typer.Option(min=1, max=366, help="How many, today among them.")] = 31,
    as_json: AsJson = False,
    account: Account = None,
) -> None:
    from traclearn_cli.author.client import AuthorClient

    async def work(client: "AuthorClient") -> bool:
        found = (await client.get("/spending", days=days))["spending"]
        for day in found:
            print_result(day, spending_line(day), as_json)
        if not found:
            print_note("No language model was paid for in these days.")
        return True

    run_with(AuthorClient, account, work)


def cell_of(value: object) -> object:
    """Text that a spreadsheet would take for a formula is marked as text."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


def spending_line(day: Fields) -> str:
    tokens = f"{day['input_tokens']} + {day['output_tokens']} tokens"
    unpriced = f", {day['unpriced']} without a list price" if day["unpriced"] else ""
    asked = f"{day['grades']} grades, {day['hints']} hints"
    head = f"{day['day']}  ${day['cost_usd']:>10.4f}  {day['course'] or '(no course)'}"
    return f"{head}: {asked}, {tokens}{unpriced}"
