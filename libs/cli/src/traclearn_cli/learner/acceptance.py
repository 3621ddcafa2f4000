"""Accepting a path: Trac makes the tickets, and the API tells of them a moment later."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar
from uuid import UUID

from traclearn_cli.errors import RequestRefused, UsageError
from traclearn_cli.learner.client import PathClient
from traclearn_cli.learner.path_watch import MAX_PAUSE_S
from traclearn_cli.output import Fields

T = TypeVar("T")
REFUSALS = {
    "requested": "This path is not proposed yet. To wait for it: traclearn path show {id} --wait",
    "working": "This path is not proposed yet. To wait for it: traclearn path show {id} --wait",
    "given_up": "You gave this path up. Ask for it again: traclearn path create",
}
"""By state, why a path cannot be accepted."""
NOTHING_OFFERED = "None of its steps is in the material any more. Ask for it again: traclearn path create"


async def accept_path(client: PathClient, path: Fields, left_out: list[int], timeout_s: float) -> Fields:
    """The path as the API tells it: with its tickets, if it tells of them within `timeout_s` seconds.

    One that is accepted already stays as it is. Raises RequestRefused, UsageError and Unavailable.
    """
    if path["state"] in REFUSALS:
        raise RequestRefused(REFUSALS[path["state"]].format(id=path["id"]))
    if path["state"] != "proposed":
        return path
    path_id, deadline = UUID(path["id"]), time.monotonic() + timeout_s
    steps = kept_steps(path, left_out)
    async with client.trac_pages() as trac:
        state = await poll(lambda: trac.state_of(path_id), {"proposed", "accepted"}.__contains__, deadline)
        if state not in {"proposed", "accepted"}:
            raise RequestRefused("Trac does not know this path yet. Try again in a moment.")
        await trac.accept(path_id, steps)

    async def look() -> Fields:
        return await client.find(path_id) or path

    return await poll(look, lambda found: found["state"] == "accepted", deadline)


def kept_steps(path: Fields, left_out: list[int]) -> list[str]:
    """The ids of the steps to take, without those that left the material. Raises UsageError and
    RequestRefused."""
    places = [step["n"] for step in path["steps"]]
    if unknown := set(left_out).difference(places):
        raise UsageError(f"There is no step {min(unknown)}: this path has {len(places)}.")
    offered = [step for step in path["steps"] if not step["retired"]]
    if not offered:
        raise RequestRefused(NOTHING_OFFERED)
    steps = [step["step"] for step in offered if step["n"] not in left_out]
    if not steps:
        raise UsageError("Keep one step at least.")
    return steps


async def poll(ask: Callable[[], Awaitable[T]], is_done: Callable[[T], bool], deadline: float) -> T:
    """What `ask` gives when it is done, or last before the deadline."""
    while True:
        found = await ask()
        if is_done(found) or time.monotonic() >= deadline:
            return found
        await asyncio.sleep(MAX_PAUSE_S)
