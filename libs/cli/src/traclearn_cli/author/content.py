"""`traclearn content`: its commands, and bringing material with `add`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from traclearn_cli.author import concepts, gaps, queries, removal
from traclearn_cli.author.invocation import run_as_author
from traclearn_cli.author.options import Account, Subject, Timeout, Wait
from traclearn_cli.errors import EXIT_CODES
from traclearn_cli.output import AsJson

if TYPE_CHECKING:
    from traclearn_cli.author.client import ContentClient

HELP = """
Bring material, and see what became of it.

\b
  set -a; eval "$(make -s env)"
  traclearn content add course/ --subject Databases
  traclearn content add course/ --json | jq 'select(.state == "rejected")'
  traclearn content list --state rejected
  traclearn content show databases/01-tables-and-keys.md
  traclearn content search "why does my index not help?"
  traclearn content concepts --subject Databases
  traclearn content gaps
  traclearn content remove databases/01-tables-and-keys.md

The account (an author's) is --as, else TRACLEARN_USER, else DEMO_AUTHOR; its
password is TRACLEARN_PASSWORD, else DEMO_PASSWORD, else you are asked. Or give an
id token as TRACLEARN_TOKEN.
"""
ADD_HELP = f"""
Brings files, and folders with all that lies below them, and waits until they are ready.

A document's name is its path with the folder's own name first: course/ makes
course/01-start.md. The same name again is the next revision of the same
document. What has not changed is not sent again, so run it again whenever
something was interrupted. Hidden files are left out, and so are links that lead
elsewhere.

\b
  traclearn content add course/ slides.pptx --subject Databases
  traclearn content add course/ --no-wait
  traclearn content add course/ --json > outcome.jsonl

With --json a line a file: path, name, document, revision, state, reason, detail,
chunks, embedded. The state is ready, unchanged, rejected, refused or failed;
with --no-wait also uploaded.
{EXIT_CODES}"""

app = typer.Typer(no_args_is_help=True, help=HELP)

Paths = Annotated[list[Path], typer.Argument(metavar="PATH", exists=True, help="Files and folders.")]


@app.command("add", help=ADD_HELP)
def add_documents(  # noqa: PLR0913, PLR0917  (an option each)
    paths: Paths,
    subject: Subject = None,
    wait: Wait = True,
    timeout: Timeout = 600,
    as_json: AsJson = False,
    account: Account = None,
) -> None:
    from traclearn_cli.author.files import find_files
    from traclearn_cli.author.ingestion import add_files

    async def work(client: "ContentClient") -> bool:
        return await add_files(client, find_files(paths), subject, timeout if wait else None, as_json)

    run_as_author(account, work)


app.command("list")(queries.list_documents)
app.command("show")(queries.show_document)
app.command("remove")(removal.remove_documents)
app.command("restore")(removal.restore_document)
app.command("search")(queries.search_chunks)
app.command("concepts")(concepts.show_concepts)
app.command("gaps")(gaps.list_gaps)
