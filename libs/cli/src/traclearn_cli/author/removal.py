"""`remove` and `restore`: taking documents out of search and bringing them back."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from traclearn_cli.author import rendering
from traclearn_cli.author.documents import find_document
from traclearn_cli.author.invocation import run_as_author
from traclearn_cli.author.options import Account, Document, Documents, Timeout, Wait
from traclearn_cli.errors import UsageError
from traclearn_cli.output import AsJson, print_result

if TYPE_CHECKING:
    from traclearn_cli.author.client import ContentClient

Yes = Annotated[bool, typer.Option("--yes", "-y", help="Don't ask.")]


def remove_documents(  # noqa: PLR0913, PLR0917  (an option each)
    names: Documents,
    yes: Yes = False,
    wait: Wait = True,
    timeout: Timeout = 60,
    as_json: AsJson = False,
    account: Account = None,
) -> None:
    """Takes documents out of search, and says what went with them. `restore` brings them back.

    \b
    traclearn content remove databases/01-tables-and-keys.md
    traclearn content remove databases/01-tables-and-keys.md --yes --json
    """
    from traclearn_cli.author.document_watch import wait_until_final

    async def work(client: "ContentClient") -> bool:
        found = [await find_document(client, name) for name in names]
        if not yes:
            confirm_removal([summary["name"] for summary in found])
        is_well = True
        for summary in found:
            begun, _ = await client.call("DELETE", f"/{summary['document']}")
            if wait:
                await wait_until_final(client, begun, timeout)
            document = await client.get(f"/{summary['document']}")
            is_well = is_well and (document["state"] == "removed" or not wait)
            del document["chunks"]
            print_result(document, rendering.receipt_line(document), as_json)
        return is_well

    run_as_author(account, work)


def restore_document(
    name: Document,
    wait: Wait = True,
    timeout: Timeout = 600,
    as_json: AsJson = False,
    account: Account = None,
) -> None:
    """Brings a removed document back, from the bytes that were uploaded last.

    \b
    traclearn content restore databases/01-tables-and-keys.md
    """
    from traclearn_cli.author.document_watch import wait_until_final

    async def work(client: "ContentClient") -> bool:
        found = await find_document(client, name)
        summary, _ = await client.call("POST", f"/{found['document']}/restore")
        if wait:
            summary = await wait_until_final(client, summary, timeout)
        print_result(summary, rendering.document_row(summary), as_json)
        return summary["state"] == "ready" or not wait

    run_as_author(account, work)


def confirm_removal(names: list[str]) -> None:
    """Raises UsageError where nobody can be asked, typer.Abort for a no."""
    if not sys.stdin.isatty():
        raise UsageError("Nobody can be asked here. Say --yes if you mean it.")
    typer.confirm(f"Remove {', '.join(names)}?", abort=True, err=True)
