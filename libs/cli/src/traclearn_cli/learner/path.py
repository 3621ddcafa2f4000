"""`traclearn path`: ask for a path, and see what became of it."""

from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import typer

from traclearn_cli.errors import EXIT_CODES, NotFound, UsageError
from traclearn_cli.learner.invocation import run_as_learner
from traclearn_cli.learner.options import (
    MAX_GOAL_CHARACTERS,
    Account,
    Difficulty,
    Goal,
    LeftOut,
    Minutes,
    PathId,
    TicketTimeout,
    Timeout,
    Wait,
)
from traclearn_cli.output import AsJson, Fields, print_note, print_result

if TYPE_CHECKING:
    from traclearn_cli.learner.client import PathClient

UNAVAILABLE_EXIT_CODE = 4
HELP = """
Ask for a path through the material, and see what became of it.

\b
  set -a; eval "$(make -s env)"
  traclearn path create --as learner@demo.test "teach me isolation levels" --wait
  traclearn path list --as learner@demo.test
  traclearn path show --as learner@demo.test 7b1f0f3e-6f5a-4b7d-9a53-3f6f2c1d0c01
  traclearn path accept --as learner@demo.test 7b1f0f3e-6f5a-4b7d-9a53-3f6f2c1d0c01
  traclearn path reviews --as learner@demo.test

The account is --as, else TRACLEARN_USER, else DEMO_LEARNER; its password is
TRACLEARN_PASSWORD, else DEMO_PASSWORD, else you are asked. Or give an id token as
TRACLEARN_TOKEN. A learner sees their own paths alone.
"""
CREATE_HELP = f"""
Asks for a path to GOAL: ordered steps, each with its passage and its question.

It goes on without this command: --wait shows how far it is, and then the path.

\b
  traclearn path create --as learner@demo.test "teach me isolation levels"
  traclearn path create --as learner@demo.test "teach me locks" --difficulty 2 --minutes 60 --wait
  traclearn path create --as learner@demo.test "teach me locks" --wait --json | jq '.steps[].title'

With --json one object: path (its id), state, title, goal, difficulty, minutes,
path_minutes, phase, done, total, steps, proposed_steps, skipped, warnings, reason, detail,
nearest. A step has n, concept, title, minutes, reason, question, ticket_id, retired (whether
its passage left the material) and source (document, name, title, section, page, href); one
that is proposed after a low grade, because (ticket, score) and before (the step's id). The
state is requested, working, proposed, accepted, given_up or unavailable; of the last,
reason, detail and nearest say why.
{EXIT_CODES}"""

ACCEPT_HELP = f"""
Accepts a proposed path: Trac makes a ticket of each step, and they are shown.

It sends the form of the path's page in Trac, as you. A path that is accepted
already stays as it is, and its tickets are shown.

\b
  traclearn path accept 7b1f0f3e-6f5a-4b7d-9a53-3f6f2c1d0c01
  traclearn path accept 7b1f0f3e-6f5a-4b7d-9a53-3f6f2c1d0c01 --without 2 --without 5
  traclearn path accept 7b1f0f3e-6f5a-4b7d-9a53-3f6f2c1d0c01 --json | jq '.steps[].ticket_id'

The exit code is 1, too, when the path is not proposed yet or was given up, and when
its tickets are not told in time: then they are there in Trac already.
{EXIT_CODES}"""

app = typer.Typer(no_args_is_help=True, help=HELP)


@app.command("create", help=CREATE_HELP)
def create_path(  # noqa: PLR0913, PLR0917  (an option each)
    goal: Goal,
    difficulty: Difficulty = 3,
    minutes: Minutes = 120,
    wait: Wait = False,
    timeout: Timeout = 600,
    as_json: AsJson = False,
    account: Account = None,
) -> None:
    from traclearn_cli.learner.rendering import requested_path

    if not goal.strip() or len(goal) > MAX_GOAL_CHARACTERS:
        raise UsageError(f"Say what to learn in 1 to {MAX_GOAL_CHARACTERS} letters; these are {len(goal)}.")
    path_id, wish = uuid4(), {"goal": goal, "difficulty": difficulty, "minutes": minutes}

    async def work(client: "PathClient") -> int:
        await client.request_path(path_id, wish)
        return await _show(client, requested_path(str(path_id), wish), timeout if wait else None, as_json)

    run_as_learner(account, work, _how_to_go_on(path_id, account))


@app.command("list")
def list_paths(as_json: AsJson = False, account: Account = None) -> None:
    """Your paths, the newest first: state, id, when, title.

    \b
    traclearn path list --as learner@demo.test
    traclearn path list --as learner@demo.test --json | jq -r 'select(.state == "proposed") | .id'
    """

    async def work(client: "PathClient") -> int:
        from traclearn_cli.learner.rendering import path_row

        for path in await client.list_paths():
            print_result(path, path_row(path), as_json)
        return 0

    run_as_learner(account, work)


@app.command("show")
def show_path(
    path_id: PathId,
    wait: Wait = False,
    timeout: Timeout = 600,
    as_json: AsJson = False,
    account: Account = None,
) -> None:
    """One of your paths with its steps. Exit code 4 if it is unavailable.

    \b
    traclearn path show --as learner@demo.test 7b1f0f3e-6f5a-4b7d-9a53-3f6f2c1d0c01
    traclearn path show --as learner@demo.test 7b1f0f3e-6f5a-4b7d-9a53-3f6f2c1d0c01 --wait --json
    """

    async def work(client: "PathClient") -> int:
        path = await _find(client, path_id)
        return await _show(client, path, timeout if wait else None, as_json)

    run_as_learner(account, work, _how_to_go_on(path_id, account))


@app.command("reviews")
def list_reviews(as_json: AsJson = False, account: Account = None) -> None:
    """Tickets that you passed and are to answer again, the first due first.

    \b
    traclearn path reviews --as learner@demo.test
    traclearn path reviews --as learner@demo.test --json | jq 'select(.due) | .ticket_id'
    """

    async def work(client: "PathClient") -> int:
        from traclearn_cli.learner.rendering import review_fields, review_row

        for progress in await client.list_reviews():
            review = review_fields(progress)
            print_result(review, review_row(review), as_json)
        return 0

    run_as_learner(account, work)


@app.command("accept", help=ACCEPT_HELP)
def accept_path(
    path_id: PathId,
    without: LeftOut = None,
    timeout: TicketTimeout = 60,
    as_json: AsJson = False,
    account: Account = None,
) -> None:
    async def work(client: "PathClient") -> int:
        from traclearn_cli.learner import acceptance

        path = await _find(client, path_id)
        path = await acceptance.accept_path(client, path, without or [], timeout)
        code = await _show(client, path, None, as_json)
        if path["state"] == "proposed":
            print_note(f"Its tickets are in Trac. They are told here soon: traclearn path show {path_id}")
            return 1
        return code

    run_as_learner(account, work, f"Stopped. What became of it: traclearn path show {path_id}")


async def _find(client: "PathClient", path_id: UUID) -> Fields:
    """Raises NotFound."""
    path = await client.find(path_id)
    if path is None:
        raise NotFound(f"You have no path {path_id}. To see all: traclearn path list")
    return path


async def _show(client: "PathClient", path: Fields, timeout_s: float | None, as_json: bool) -> int:
    """Prints the path and gives the exit code. `timeout_s` as for `wait_for_path`; None: not waited."""
    from traclearn_cli.learner.path_watch import FINAL_STATES, wait_for_path
    from traclearn_cli.learner.rendering import path_fields, path_lines

    if timeout_s is not None:
        path = await wait_for_path(client, path, timeout_s)
    print_result(path_fields(path), "\n".join(path_lines(path)), as_json)
    if path["state"] == "unavailable":
        return UNAVAILABLE_EXIT_CODE
    if timeout_s is not None and path["state"] not in FINAL_STATES:
        print_note(f"It goes on without this command: traclearn path show {path['id']} --wait")
        return 1
    return 0


def _how_to_go_on(path_id: UUID, account: str | None) -> str:
    who = f" --as {account}" if account else ""
    return (
        f"Stopped. If path {path_id} was asked for, it is made without this command: "
        f"traclearn path show{who} {path_id} --wait"
    )
