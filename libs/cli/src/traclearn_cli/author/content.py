"""`traclearn content …`: the material from an author's shell; `traclearn` finds it by entry point."""

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from traclearn_cli.author.client import Client

ON_TOPIC = 0.65
"""The score from which on a hit has to do with the question."""
EXAMPLES = """
Bring material, and see what became of it.

\b
  set -a; eval "$(make -s env)"
  traclearn content add course/ --subject Databases
  traclearn content add course/ --json | jq 'select(.state == "rejected")'
  traclearn content list --state rejected
  traclearn content show databases/01-tables-and-keys.md
  traclearn content search "why does my index not help?"
  traclearn content remove databases/01-tables-and-keys.md

The account (an author's) is --as, else TRACLEARN_USER, else DEMO_AUTHOR; its password is
TRACLEARN_PASSWORD, else DEMO_PASSWORD, else you are asked. Or give an id token as TRACLEARN_TOKEN.
"""
ADD = """
Brings files, and folders with all that lies below them, and waits until they are ready.

A document's name is its path with the folder's own name first: course/ makes course/01-start.md.
The same name again is the next revision of the same document. What has not changed is not sent again,
so run it again whenever something was interrupted. Hidden files are left out, and so are links that
lead elsewhere.

\b
  traclearn content add course/ slides.pptx --subject Databases
  traclearn content add course/ --no-wait
  traclearn content add course/ --json > outcome.jsonl

With --json a line a file: path, name, document, revision, state, reason, detail, chunks, embedded.
The state is ready, unchanged, rejected, refused or failed; with --no-wait also uploaded.

\b
Exit code 0    all is well
          1    some files were refused, or are not ready
          2    wrong usage
          3    nobody answers, or the sign-in failed
          130  stopped by Ctrl-C
"""

app = typer.Typer(no_args_is_help=True, help=EXAMPLES)

Json = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
As = Annotated[str | None, typer.Option("--as", metavar="EMAIL", help="The account.")]
Subject = Annotated[str | None, typer.Option(help="What course it belongs to.")]
Wait = Annotated[bool, typer.Option("--wait/--no-wait", help="Until it is done.")]
Timeout = Annotated[float, typer.Option(min=0, help="Seconds without any headway before waiting ends.")]
Which = Annotated[str, typer.Argument(metavar="NAME|DOCUMENT", help="A document's name or id.")]
Several = Annotated[list[str], typer.Argument(metavar="NAME|DOCUMENT", help="Names or ids.")]


def signed_in(account: str | None, work: "Callable[[Client], Awaitable[bool]]") -> None:
    """Runs `work`, which says whether all is well; what goes wrong ends in one line and its exit code."""
    from traclearn_cli.author.client import Client
    from traclearn_cli.author.complaint import Complaint
    from traclearn_cli.sign_in import SignIn

    async def run() -> bool:
        async with Client(os.environ, who, lambda text: print(text, file=sys.stderr)) as client:
            return await work(client)

    try:
        who = SignIn.of(os.environ, account)
        well = asyncio.run(run())
    except Complaint as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(error.code) from None
    except KeyboardInterrupt:
        typer.echo("Stopped. Run the same command again: it goes on where this one ended.", err=True)
        raise typer.Exit(130) from None
    raise typer.Exit(0 if well else 1)


def say(fields: dict[str, Any], line: str, as_json: bool) -> None:
    print(json.dumps(fields, ensure_ascii=False) if as_json else line, flush=True)


@app.command(help=ADD)
def add(  # noqa: PLR0913, PLR0917  (an option each)
    paths: Annotated[list[Path], typer.Argument(metavar="PATH", exists=True, help="Files and folders.")],
    subject: Subject = None,
    wait: Wait = True,
    timeout: Timeout = 600,
    as_json: Json = False,
    account: As = None,
) -> None:
    from traclearn_cli.author import files as folder
    from traclearn_cli.author.adding import add_files

    async def work(client: "Client") -> bool:
        return await add_files(client, folder.files(paths), subject, timeout if wait else None, as_json)

    signed_in(account, work)


@app.command("list")
def list_(
    subject: Subject = None,
    state: Annotated[str | None, typer.Option(help="ready, rejected, embedding, …")] = None,
    as_json: Json = False,
    account: As = None,
) -> None:
    """Each document: state, chunks, subject and name."""
    from traclearn_cli.author import documents as listing

    async def work(client: "Client") -> bool:
        async for summary in listing.every(client):
            if subject in (None, summary["subject"]) and state in (None, summary["state"]):
                say(summary, listing.row(summary), as_json)
        return True

    signed_in(account, work)


@app.command()
def show(which: Which, as_json: Json = False, account: As = None) -> None:
    """A document with its chunks, and what was left out of it."""
    from traclearn_cli.author import documents as listing

    async def work(client: "Client") -> bool:
        document = await client.get(f"/{(await listing.find(client, which))['document']}")
        say(document, "\n".join(listing.lines(document)), as_json)
        return True

    signed_in(account, work)


@app.command()
def remove(  # noqa: PLR0913, PLR0917  (an option each)
    which: Several,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Don't ask.")] = False,
    wait: Wait = True,
    timeout: Timeout = 60,
    as_json: Json = False,
    account: As = None,
) -> None:
    """Takes documents out of search, and says what went with them. `restore` brings them back."""
    from traclearn_cli.author import documents as listing
    from traclearn_cli.author.complaint import Misuse
    from traclearn_cli.author.watch import settled

    def agreed(names: list[str]) -> None:
        if not yes and not sys.stdin.isatty():
            raise Misuse("Nobody can be asked here. Say --yes if you mean it.")
        if not yes:
            typer.confirm(f"Remove {', '.join(names)}?", abort=True, err=True)

    async def work(client: "Client") -> bool:
        found = [await listing.find(client, one) for one in which]
        agreed([summary["name"] for summary in found])
        well = True
        for summary in found:
            begun, _ = await client.call("DELETE", f"/{summary['document']}")
            if wait:
                await settled(client, begun, timeout)
            document = await client.get(f"/{summary['document']}")
            well = well and (document["state"] == "removed" or not wait)
            del document["chunks"]
            say(document, listing.receipt(document), as_json)
        return well

    signed_in(account, work)


@app.command()
def restore(
    which: Which, wait: Wait = True, timeout: Timeout = 600, as_json: Json = False, account: As = None
) -> None:
    """Brings a removed document back, from the bytes that were uploaded last."""
    from traclearn_cli.author import documents as listing
    from traclearn_cli.author.watch import settled

    async def work(client: "Client") -> bool:
        found = await listing.find(client, which)
        summary, _ = await client.call("POST", f"/{found['document']}/restore")
        if wait:
            summary = await settled(client, summary, timeout)
        say(summary, listing.row(summary), as_json)
        return summary["state"] == "ready" or not wait

    signed_in(account, work)


@app.command()
def search(
    question: Annotated[str, typer.Argument(metavar="QUESTION")],
    k: Annotated[int, typer.Option(min=1, max=50, help="How many.")] = 5,
    subject: Subject = None,
    as_json: Json = False,
    account: As = None,
) -> None:
    """The passages nearest to QUESTION. Exit code 1 if none has to do with it."""
    from traclearn_cli.author import documents as listing

    async def work(client: "Client") -> bool:
        hits = (await client.get("/search", q=question, k=k, subject=subject))["hits"]
        for found in hits:
            say(found, listing.hit(found), as_json)
        if any(found["score"] >= ON_TOPIC for found in hits):
            return True
        typer.echo("Nothing in the material has to do with this question.", err=True)
        return False

    signed_in(account, work)
