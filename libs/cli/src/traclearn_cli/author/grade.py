"""`traclearn grade`: the whole story of one grade."""

import json
from typing import TYPE_CHECKING, Annotated
from urllib.parse import quote

import typer

from traclearn_cli.author.invocation import run_with
from traclearn_cli.author.options import Account
from traclearn_cli.author.story import story_lines
from traclearn_cli.errors import EXIT_CODES
from traclearn_cli.output import Fields, print_line

if TYPE_CHECKING:
    from traclearn_cli.author.client import AuthorClient

HELP = """
How an answer came by its grade.

\b
  set -a; eval "$(make -s env)"
  traclearn grade show 3f0c9a51-7d4e-5b0c-8a43-1d7f1c0e6a02

The account is an author's: see `traclearn content --help`. Ids of grades stand in
`traclearn grades export`.
"""
SHOW_HELP = f"""
All grades of the attempt that the grade ID is of, what persons decided, hints, and what counts.

\b
  traclearn grade show 3f0c9a51-7d4e-5b0c-8a43-1d7f1c0e6a02
  traclearn grade show 3f0c9a51-7d4e-5b0c-8a43-1d7f1c0e6a02 --json | jq '.story[].score'
\b
What a language model said, word for word, under the id that the story names:
  traclearn grade show 3f0c9a51-7d4e-5b0c-8a43-1d7f1c0e6a02 --replies
{EXIT_CODES}"""

app = typer.Typer(no_args_is_help=True, help=HELP)


@app.callback()
def commands() -> None:
    """How an answer came by its grade."""


@app.command("show", help=SHOW_HELP)
def show_grade(
    grade: Annotated[str, typer.Argument(metavar="ID", help="The grade's id.")],
    replies: Annotated[
        bool, typer.Option("--replies", help="Also what language models said, word for word.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
    account: Account = None,
) -> None:
    from traclearn_cli.author.client import AuthorClient

    async def work(client: "AuthorClient") -> bool:
        story = await client.get(f"/grades/{quote(grade, safe='')}")
        if replies:
            story |= await replies_to(client, story)
        print_line(json.dumps(story, ensure_ascii=False) if as_json else "\n".join(story_lines(story)))
        return True

    run_with(AuthorClient, account, work)


async def replies_to(client: "AuthorClient", story: Fields) -> Fields:
    """What language models said of the story's attempt."""
    about = {"ticket": story["ticket_id"], "learner": story["learner"], "attempt": story["attempt"]}
    return await client.get("/llm/replies", **about)
