"""What the runtime promises, whatever happens around it."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from traclearn_worker.testing.simulation.plans import Plan
from traclearn_worker.transport import Entry

if TYPE_CHECKING:
    from traclearn_worker.testing.simulation.world import World

FOLLOWS = {"AnswerGraded.v1": ("ledger", "feedback"), "AnswerUngradable.v1": ("failures", "detail")}
"""What an attempt that committed publishes: the table that it wrote, and where the event names it."""
SETTLED = ("done", "failed")


def under_way(world: "World") -> str:
    """What still is, or nothing."""
    open_rows = [
        f"{plan.number} {state}"
        for plan in world.plans.values()
        if (state := _state(world, plan)) not in SETTLED
    ]
    queued, unsent = len(world.queue.stored), len(world.store.outbox)
    return f"{queued} queued, {unsent} unsent, {open_rows}" if queued or unsent or open_rows else ""


def judge_published(world: "World", entry: Entry) -> None:
    """Nothing is published of an attempt that did not commit, or has not yet."""
    if entry.detail_type in FOLLOWS:
        table, name = FOLLOWS[entry.detail_type]
        data = json.loads(entry.detail)["data"]
        if data[name] not in world.store.tables[table].get(data["ticket"], ()):
            world.problems.append(f"{data['ticket']}: {data[name]} was published and is not committed")


def judge(world: "World") -> None:
    """After the faults, when all has settled: each event ended once, as it deserved."""
    causes = {plan.releases for plan in world.plans.values()}
    dead = {world.queue.number(message) for message in world.queue.dead}
    for plan in world.plans.values():
        state = _state(world, plan)
        if state not in plan.ends(causes):
            world.problems.append(f"{plan.number}: is {state}, not {' or '.join(sorted(plan.ends(causes)))}")
        if state == "failed" and plan.number not in dead:
            world.problems.append(f"{plan.number}: failed and has no dead letter")
        world.problems += [f"{plan.number}: {problem}" for problem in _problems(world, plan)]
    if any("reason" not in message.attributes for message in world.queue.dead):
        world.problems.append("the queue itself moved a message to its dead letters, and nobody can see why")


def judge_replayed(world: "World") -> None:
    """After everything was mended and replayed: all is done, and still once."""
    for plan in world.plans.values():
        if _state(world, plan) != "done":
            world.problems.append(f"{plan.number}: is {_state(world, plan)} after its replay")
        world.problems += [f"{plan.number}: {problem}" for problem in _problems(world, plan)]
    if world.queue.dead:
        world.problems.append("dead letters after the replay")


def _problems(world: "World", plan: Plan) -> Iterator[str]:
    state, number = _state(world, plan), plan.number
    written = world.store.tables["ledger"].get(number, [])
    failures = world.store.tables["failures"].get(number, [])
    if len(written) != (state == "done"):
        yield f"is {state} and was written {len(written)} times"
    if state == "failed" and not failures:
        yield "failed and nobody sees it"
    published = [
        entry for entry in world.queue.published if json.loads(entry.detail)["data"]["ticket"] == number
    ]
    yield from _unpublished(published, "AnswerGraded.v1", written)
    yield from _unpublished(published, "AnswerUngradable.v1", failures)
    if len(world.books[number]) > 1 + world.replays[number]:
        yield f"was paid for {len(world.books[number])} times"
    if len({*world.books[number], *world.asked_again[number]}) > 1:
        yield "was paid for under several keys"


def _unpublished(published: list[Entry], detail_type: str, committed: list[str]) -> Iterator[str]:
    details = [json.loads(entry.detail) for entry in published if entry.detail_type == detail_type]
    missing = set(committed) - {detail["data"][FOLLOWS[detail_type][1]] for detail in details}
    if missing:
        yield f"{', '.join(sorted(missing))} committed and published no {detail_type}"
    if len({detail["metadata"]["event_id"] for detail in details}) > 1:
        yield f"{detail_type} went out under several ids"


def _state(world: "World", plan: Plan) -> str:
    return world.store.inbox[plan.event.inbox_key].state
