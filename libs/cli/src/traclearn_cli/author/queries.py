"""`list`, `show` and `search`: what there is, and what learners would find of it."""

from typing import TYPE_CHECKING, Annotated

import typer
from traclearn_contracts.content import ON_TOPIC_SCORE

from traclearn_cli.author import rendering
from traclearn_cli.author.documents import find_document, iterate_documents
from traclearn_cli.author.invocation import run_as_author
from traclearn_cli.author.options import Account, Document, Subject
from traclearn_cli.output import AsJson, print_note, print_result

if TYPE_CHECKING:
    from traclearn_cli.author.client import ContentClient

State = Annotated[str | None, typer.Option(help="ready, rejected, embedding, …")]
Question = Annotated[str, typer.Argument(metavar="QUESTION")]
Limit = Annotated[int, typer.Option("--k", min=1, max=50, help="How many.")]


def list_documents(
    subject: Subject = None, state: State = None, as_json: AsJson = False, account: Account = None
) -> None:
    """Each document: state, chunks, subject and name.

    \b
    traclearn content list --state rejected
    traclearn content list --subject Databases --json | jq -r .name
    """

    async def work(client: "ContentClient") -> bool:
        async for summary in iterate_documents(client):
            if subject in (None, summary["subject"]) and state in (None, summary["state"]):
                print_result(summary, rendering.document_row(summary), as_json)
        return True

    run_as_author(account, work)


def show_document(name: Document, as_json: AsJson = False, account: Account = None) -> None:
    """A document with its chunks, and what was left out of it.

    \b
    traclearn content show databases/01-tables-and-keys.md
    """

    async def work(client: "ContentClient") -> bool:
        document = await client.get(f"/{(await find_document(client, name))['document']}")
        print_result(document, "\n".join(rendering.document_lines(document)), as_json)
        return True

    run_as_author(account, work)


def search_chunks(
    question: Question,
    limit: Limit = 5,
    subject: Subject = None,
    as_json: AsJson = False,
    account: Account = None,
) -> None:
    """The passages nearest to QUESTION. Exit code 1 if none has to do with it.

    \b
    traclearn content search "why does my index not help?" --k 3
    traclearn content search "what is a key?" --json | jq .name
    """

    async def work(client: "ContentClient") -> bool:
        hits = (await client.get("/search", q=question, k=limit, subject=subject))["hits"]
        for hit in hits:
            print_result(hit, rendering.hit_lines(hit), as_json)
        if any(hit["score"] >= ON_TOPIC_SCORE for hit in hits):
            return True
        print_note("Nothing in the material has to do with this question.")
        return False

    run_as_author(account, work)
