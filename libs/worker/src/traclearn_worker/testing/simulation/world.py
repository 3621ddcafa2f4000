"""One simulation: the queue, the store and the workers, first in bad times and then in peace."""

import asyncio
import contextlib
import io
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from random import Random
from unittest import mock

import structlog
from traclearn_contracts.events import Event

from traclearn_worker import chaos
from traclearn_worker.testing.bench import body
from traclearn_worker.testing.clock import run
from traclearn_worker.testing.simulation import faults, invariants, plans
from traclearn_worker.testing.simulation.call_conditions import CallConditions
from traclearn_worker.testing.simulation.faults import Fault
from traclearn_worker.testing.simulation.plans import Plan
from traclearn_worker.testing.simulation.process import Process, current, made, point
from traclearn_worker.testing.simulation.queue import Queue
from traclearn_worker.testing.store import MemoryStore
from traclearn_worker.transport import QueueMessage

REPLAYS = 2
"""The first may still meet a worker that was stalled at a dead letter, which then comes after it, and the
next replay finds the event done."""
SETTLE_TIMEOUT_S = 300
"""Seconds of peace in which everything must come to its end."""


@dataclass(frozen=True)
class Outcome:
    """What a seed came to. Without `problems` every promise was kept."""

    seed: int
    problems: list[str]
    trace: list[str]


def simulate(seed: int) -> Outcome:
    """Takes no real time beyond its computing. The same seed does the same again."""
    with _undisturbed(seed):
        return run(World(seed).play())


class World:
    """What is there whatever dies: plans, queue, store, the provider's books, and the trace."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.random = Random(seed)
        self.plans = {plan.number: plan for plan in plans.draw(self.random)}
        self.slots = self.random.choice((1, 2, 2, 3))
        self.faults = faults.draw(self.random, self.slots)
        self.permits = self.random.choice((1, 3, 10))
        self.prefetch = self.random.choice((0, 0, 4))
        self.conditions = CallConditions(self.random)
        self.problems: list[str] = []
        self.trace: list[str] = []
        self.store = MemoryStore()
        self.store.committed = _tell_process
        self.queue = Queue(self)
        self.processes: dict[int, Process] = {}
        self.books: defaultdict[int, list[str]] = defaultdict(list)
        """The keys of all paid calls, by event."""
        self.asked_again: defaultdict[int, list[str]] = defaultdict(list)
        self.replays: Counter[int] = Counter()
        self._taken: Counter[tuple[str, int]] = Counter()
        self._attempts = 0
        self._peace = self._closing = False

    async def play(self) -> Outcome:
        loop = asyncio.get_running_loop()
        loop.set_task_factory(made)
        loop.set_exception_handler(lambda *_: None)  # what a killed process leaves unsaid
        workers = [asyncio.create_task(self._supervise(slot)) for slot in range(self.slots)]
        await asyncio.gather(self._send_all(), self._break_all())
        await self._settle()
        invariants.judge(self)
        self._peace = True
        for _ in range(REPLAYS):
            self.replay()
            await self._settle()
        invariants.judge_replayed(self)
        self._closing = True
        for process in self.processes.values():
            process.stop()
        await asyncio.gather(*workers)
        return Outcome(self.seed, self.problems, self.trace)

    def note(self, text: str) -> None:
        self.trace.append(f"{asyncio.get_running_loop().time():9.3f} {text}")

    def plan(self, event: Event) -> Plan:
        """What its handler does; in the time of replays all goes well."""
        plan = self.plans[event.data.ticket]  # type: ignore[attr-defined]
        return replace(plan, moods=(), then="ok", poisonous=False, waits_for="") if self._peace else plan

    def named(self) -> str:
        """A name for an attempt."""
        self._attempts += 1
        return f"attempt {self._attempts}"

    def take(self, what: str, plan: Plan) -> bool:
        """Whether there is still one left of what the plan has a number of."""
        self._taken[what, plan.number] += 1
        return not self._peace and self._taken[what, plan.number] <= getattr(plan, what)

    def send(self, plan: Plan) -> None:
        self.note(f"event {plan.number} is sent")
        self.queue.put(QueueMessage(body(plan.event)))

    def replay(self) -> None:
        """Every dead letter goes to the queue again."""
        numbers = {self.queue.number(message) for message in self.queue.dead}
        self.note(f"replay of {sorted(numbers)}")
        self.replays.update(numbers)
        self.queue.redrive()

    async def _send_all(self) -> None:
        due = sorted((at, plan.number) for plan in self.plans.values() for at in plan.copies)
        for at, number in due:
            await self._until(at)
            self.send(self.plans[number])

    async def _break_all(self) -> None:
        for fault in self.faults:
            await self._until(fault.at)
            self.note(f"{fault}")
            await self._break(fault)
        await self._until(faults.WITHIN)
        for process in self.processes.values():
            process.armed = ""

    async def _break(self, fault: Fault) -> None:
        process = self.processes[fault.slot]
        match fault.what:
            case "kill":
                process.kill("out of the blue")
            case "kill at":
                process.armed = fault.where
            case "stop":
                process.stop()
            case "stall":
                process.stalled_until = asyncio.get_running_loop().time() + fault.seconds
            case "outage":
                self.conditions.begin("database", fault.seconds)
                for each in self.processes.values():
                    await each.database.cut()
            case "storm":
                self.conditions.begin(fault.where, fault.seconds)
            case "copy":
                self.send(self.random.choice(list(self.plans.values())))
            case "replay":
                self.replay()

    async def _supervise(self, slot: int) -> None:
        """A process that ended is followed by another."""
        generation = 0
        while not self._closing:
            generation += 1
            process = self.processes[slot] = Process(self, f"worker {slot}.{generation}")
            await process.ended()
            await asyncio.sleep(self.random.uniform(0, 4))

    async def _settle(self) -> None:
        """Until nothing is under way any more."""
        for _ in range(SETTLE_TIMEOUT_S):
            await asyncio.sleep(1)
            if not invariants.under_way(self):
                return
        self.problems.append(f"never settled: {invariants.under_way(self)}")

    async def _until(self, at: float) -> None:
        await asyncio.sleep(max(0.0, at - asyncio.get_running_loop().time()))


def _tell_process() -> None:
    process = current.get()
    if process is not None:
        process.database.committed()


@contextmanager
def _undisturbed(seed: int) -> Iterator[None]:
    """The runtime draws its back-offs from the seed too, dies where it is told, and says nothing."""
    state, logging = random.getstate(), structlog.get_config()
    random.seed(seed)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    try:
        with mock.patch.object(chaos, "point", point), contextlib.redirect_stdout(io.StringIO()):
            yield
    finally:
        structlog.configure(**logging)
        random.setstate(state)
