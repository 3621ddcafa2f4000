"""The simulated service: does what an event's plan says, and pays a provider whose books no crash touches."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from traclearn_contracts.events import Event
from traclearn_contracts.models import AnswerGradedV1, AnswerSubmittedV1, AnswerUngradableV1, GradingStartedV1

from traclearn_worker.errors import Busy, Park, Permanent, Transient
from traclearn_worker.testing.simulation.plans import Plan
from traclearn_worker.testing.store import MemoryConnection
from traclearn_worker.work import Work

if TYPE_CHECKING:
    from traclearn_worker.testing.simulation.process import Process
    from traclearn_worker.testing.simulation.world import World

SOURCE = "traclearn.grader"

Submitted = Event[AnswerSubmittedV1]
FAILURES: dict[str, Callable[[], Exception]] = {
    "transient": lambda: Transient("mood"),
    "error": ValueError,
    "permanent": lambda: Permanent("mood"),
}
UNPAID = ("not bought", "wire broke")


class Service:
    """The handlers of one process. Each attempt has a name of its own, which all that it writes carries."""

    def __init__(self, world: "World", process: "Process") -> None:
        self._world = world
        self._process = process

    async def handle(self, event: Submitted, work: Work[Any]) -> list[Event]:
        plan, attempt = self._world.plan(event), self._world.named()
        mood = plan.mood(work.attempt)
        self._process.note(f"handles {plan.number} as {attempt} {mood}")
        self._begin(plan, mood)
        await self._wait(plan, work)
        if plan.pays:
            await self._pay(event, plan, work, mood)
        if mood in UNPAID:  # the call was not asked, since its reply is known already
            raise Transient(mood)
        await asyncio.sleep(3600 if mood == "hang" else plan.seconds)
        await self._write(await work.write(), "ledger", plan, attempt, work)
        if mood == "error after the write":
            raise ValueError
        return [event.causes(SOURCE, _graded(plan, attempt))]

    async def failed(self, event: Event, reason: str, work: Work[Any]) -> list[Event]:
        plan, attempt = self._world.plan(event), self._world.named()
        self._process.note(f"fails {plan.number} as {attempt}: {reason}")
        if self._world.take("shy", plan):
            raise ValueError
        await self._write(await work.write(), "failures", plan, attempt, work)
        return [event.causes(SOURCE, _ungradable(plan, attempt))]

    def _begin(self, plan: Plan, mood: str) -> None:
        if plan.poisonous:
            self._process.kill("by poison")
            raise asyncio.CancelledError
        if self._world.take("busy", plan):
            raise Busy
        if mood in FAILURES:
            raise FAILURES[mood]()

    async def _wait(self, plan: Plan, work: Work[Any]) -> None:
        if not plan.waits_for:
            return
        async with work.read() as store:
            come = store.get("causes", plan.waits_for)
        if not come:
            await asyncio.sleep(plan.seconds)  # meanwhile it may come
            raise Park(plan.waits_for, timedelta(seconds=plan.park_timeout_s))

    async def _pay(self, event: Event, plan: Plan, work: Work[Any], mood: str) -> None:
        async with work.checkpoint() as store:
            store.put("checkpoints", plan.number, True)
        await work.announce([event.causes(SOURCE, _started(plan))])

        async def ask(key: str) -> str:
            if mood == "not bought":
                raise Transient(mood)
            self._world.books[plan.number].append(key)
            await asyncio.sleep(plan.seconds / 2)
            if mood == "wire broke":
                raise ConnectionError(mood)
            return "bought"

        async def ask_again(key: str) -> str:
            self._world.asked_again[plan.number].append(key)
            return "bought again"

        async def go_without(_key: str) -> str:
            return "nothing"

        lost = {"ask": ask_again, "without": go_without}.get(plan.lost)
        await work.once("grade", ask, through="model", lost=lost)

    async def _write(
        self, store: MemoryConnection, table: str, plan: Plan, attempt: str, work: Work[Any]
    ) -> None:
        """One line more; and what waits for this event goes on, however it ended."""
        store.put(table, plan.number, [*(store.get(table, plan.number) or ()), attempt])
        if plan.releases:
            store.put("causes", plan.releases, True)
            await work.unpark(plan.releases)


def _started(plan: Plan) -> GradingStartedV1:
    return GradingStartedV1(ticket=plan.number, attempt=1, learner=plan.event.metadata.learner)


def _graded(plan: Plan, attempt: str) -> AnswerGradedV1:
    return AnswerGradedV1(
        ticket=plan.number,
        attempt=1,
        learner=plan.event.metadata.learner,
        score=1.0,
        feedback=attempt,
        items=[],
        provisional=True,
        confidence=1.0,
        needs_review=False,
        question_revision=1,
        revision=1,
        grader="simulation",
    )


def _ungradable(plan: Plan, attempt: str) -> AnswerUngradableV1:
    learner = plan.event.metadata.learner
    return AnswerUngradableV1(
        ticket=plan.number, attempt=1, learner=learner, reason="grader_failed", detail=attempt
    )
