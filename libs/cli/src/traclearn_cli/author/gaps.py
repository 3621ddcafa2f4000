"""`gaps`: what learners asked for and the material does not cover."""

from typing import TYPE_CHECKING

from traclearn_cli.author.invocation import run_with
from traclearn_cli.author.options import Account
from traclearn_cli.output import AsJson, Fields, print_note, print_result

if TYPE_CHECKING:
    from traclearn_cli.author.client import AuthorClient


def list_gaps(as_json: AsJson = False, account: Account = None) -> None:
    """What learners asked for and got no path, what most of them want first.

    Goals that differ in wording alone are one. A gap closes when somebody gets a path
    for the same goal.

    \b
    traclearn content gaps
    traclearn content gaps --json | jq -r 'select(.learners > 1) | .goal'

    With --json a line a gap: goal, learners, requests, first_at, last_at, nearest.
    """
    from traclearn_cli.author.client import AuthorClient

    async def work(client: "AuthorClient") -> bool:
        found = False
        async for gap in client.iterate_pages("/learning-paths/gaps", "gaps"):
            print_result(gap, gap_line(gap), as_json)
            found = True
        if not found:
            print_note("The material covers all that learners asked for.")
        return True

    run_with(AuthorClient, account, work)


def gap_line(gap: Fields) -> str:
    nearest = ", ".join(one["concept"] for one in gap["nearest"])
    learners = f"{gap['learners']} learner{'' if gap['learners'] == 1 else 's'}"
    line = f"{learners}, {gap['requests']}×, last {gap['last_at']}: {' '.join(gap['goal'].split())}"
    return f"{line} (nearest: {nearest})" if nearest else line
