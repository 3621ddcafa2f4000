"""A service says its name, queue and handlers; this runs it."""

import asyncio
import signal
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any, Generic

import structlog
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from traclearn_contracts.topology import Consumer

from traclearn_worker import sqs, telemetry
from traclearn_worker.breaker import Breaker, Breakers
from traclearn_worker.handling.delivery import Delivery
from traclearn_worker.health import Health, routes, serving
from traclearn_worker.postgres.pruning import PRUNE_EVERY_S, prune
from traclearn_worker.postgres.store import PostgresStore
from traclearn_worker.receiving.acks import Acks
from traclearn_worker.receiving.heartbeat import Heartbeat
from traclearn_worker.receiving.receiver import Receiver
from traclearn_worker.relay import Relay
from traclearn_worker.runtime import Runtime
from traclearn_worker.scale_in_protection import ScaleInProtection
from traclearn_worker.service import FailedHook, Route, Service, Store
from traclearn_worker.settings import WorkerSettings
from traclearn_worker.shutdown import shut_down
from traclearn_worker.store import Store as RuntimeStore
from traclearn_worker.sweeper import sweep
from traclearn_worker.tasks import Background, BackgroundWork, running
from traclearn_worker.telemetry import Metrics, where
from traclearn_worker.transport import Transport

log = structlog.get_logger()

DATABASE = "database"
"""The breaker that every service has."""


@dataclass(kw_only=True)
class App(Generic[Store]):
    """One worker process.

        app = App(name="grader", source="traclearn.grader", settings=settings, engine=engine, schema="grader",
                  stores=SqlStore, routes=[on(AnswerSubmittedV1, handle)], failed=on_failed,
                  consumes=topology.read().consumer("grader"))
        process.run(app.run())

    `stores` makes the service's store on a connection: what handlers get. `consumes` is what `topology.yaml`
    says that it gets, and from whom: a handler too few or too many ends the start. `engine` is the service's
    own and is disposed of at the end. `requires` names the dependencies (as `Work.breaker` does) without
    which no message is worth receiving; the database always is one, all others are optional. `http` gets
    /health and /ready beside its own routes. `background` are coroutine functions that run beside the worker;
    one that raises is begun again.
    """

    name: str
    source: str
    settings: WorkerSettings
    engine: AsyncEngine | None
    schema: str
    routes: Iterable[Route[Store]]
    stores: Callable[[AsyncConnection], Store]
    failed: FailedHook[Store] | None = None
    consumes: Consumer | None = None
    http: FastAPI | None = None
    background: Sequence[BackgroundWork] = ()
    requires: Collection[str] = ()
    transport: Transport | None = None
    """Replaces AWS in tests."""
    store: RuntimeStore | None = None
    """Replaces PostgreSQL in tests."""

    def __post_init__(self) -> None:
        self._service = Service(
            self.name, self.source, self.routes, self.stores, failed=self.failed, consumes=self.consumes
        )
        self.metrics = Metrics(self.name)
        required = {DATABASE, *self.requires}
        self.breakers = Breakers(self.settings.breaker_failures, self.settings.breaker_rest, required)
        stuck_after_s = self.settings.handler_timeout + 2 * self.settings.receive_wait + 30
        self._background = [Background(work) for work in self.background]
        self.health = Health(stuck_after_s, self._background)
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        """Runs until SIGTERM or SIGINT, and then to the end of what is under way."""
        telemetry.configure(self.name, self.settings.log_level)
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(_unheard)
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.stop)
        await self.serve()

    def stop(self) -> None:
        """Begins the end."""
        self._stopping.set()

    async def serve(self) -> None:
        """What `run` does, without signals and without setting up logs: until `stop`."""
        async with AsyncExitStack() as stack:
            if self.engine is not None:
                stack.push_async_callback(self.engine.dispose)
            transport = self.transport
            if transport is None:
                transport = await stack.enter_async_context(sqs.connect(self.settings))
            runtime = Runtime(self.settings, transport, self._opened_store(), self.breakers, self.metrics)
            await self._serve(runtime)

    def _opened_store(self) -> RuntimeStore:
        if self.store is not None:
            return self.store
        if self.engine is None:
            raise ValueError("an App needs an engine, or a store")
        return PostgresStore(self.engine, self.schema, self.breakers[DATABASE])

    async def _serve(self, runtime: Runtime) -> None:
        settings = self.settings
        acks = Acks(runtime.transport, runtime.metrics)
        heartbeat = Heartbeat(runtime)
        relay = Relay(runtime, Breaker("bus", settings.breaker_failures, settings.breaker_rest))
        runtime.store.committed = relay.wake
        receiver = Receiver(runtime, Delivery(self._service, runtime), acks, heartbeat, self.health)
        self.metrics.gauges |= {
            "inflight": lambda: receiver.inflight,
            "outbox_lag_s": lambda: relay.lag,
            "breakers_open": lambda: len(self.breakers.away),
        }
        own = {
            "heartbeat": heartbeat.run(),
            "relay": relay.run(),
            "sweeper": sweep(runtime.store),
            "pruner": prune(runtime.store, max(PRUNE_EVERY_S, 2 * settings.handler_timeout)),
            "metrics": self.metrics.run(settings.metrics_every),
        }
        if settings.ecs_agent_uri:
            own["protection"] = ScaleInProtection(settings.ecs_agent_uri, lambda: receiver.inflight).run()
        async with AsyncExitStack() as stack:
            ended = await stack.enter_async_context(running(own, self._background))
            if settings.port:
                http = routes(self.http or FastAPI(), self.health, runtime)
                await stack.enter_async_context(serving(http, settings.host, settings.port))
            polling = asyncio.create_task(receiver.run())
            await self._until_stopped(polling, ended)
            self.health.stopping = True
            await shut_down(receiver, polling, acks, relay, settings.stop_timeout)
            for future in (polling, ended):
                if future.done() and not future.cancelled():
                    future.result()

    async def _until_stopped(self, *faults: asyncio.Future[None]) -> None:
        """Also returns when one of `faults` is done, which only a fault of ours can do."""
        stopping: asyncio.Future[Any] = asyncio.create_task(self._stopping.wait())
        await asyncio.wait([stopping, *faults], return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()


def _unheard(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """asyncio's own report would print values; ours says what and where."""
    error = context.get("exception")
    known = {} if error is None else {"error": type(error).__name__, "where": where(error)}
    log.error("unheard error", **known)
