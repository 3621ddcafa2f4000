"""The process: the queue's events, the sweeper, and the API on one port."""

import sys
from functools import partial

from traclearn_contracts import topology
from traclearn_worker import App, on, process

from progress.adapters.store import SqlStore
from progress.application.ports import Store
from progress.bootstrap import Parts, bootstrap
from progress.entrypoints import command
from progress.entrypoints.api import api
from progress.handlers.events import failed, handle
from progress.handlers.projection import PROJECTIONS
from progress.settings import Settings

SOURCE = "traclearn.progress"
SCHEMA = "progress"


def app(settings: Settings, parts: Parts) -> App[Store]:
    app = App(
        name="progress",
        source=SOURCE,
        settings=settings,
        engine=parts.engine,
        schema=SCHEMA,
        stores=SqlStore,
        routes=[on(model, handle) for model in PROJECTIONS],
        failed=failed,
        consumes=topology.read().consumer("progress"),
        http=api(parts),
        background=[
            partial(parts.sweeper.run, settings.sweep_every),
            partial(parts.appeal_sweeper.run, settings.sweep_every),
            parts.compactor.run,
            parts.change_listener.run,
        ],
    )
    app.metrics.gauges |= parts.cache.gauges
    return app


async def run(settings: Settings) -> None:
    """Until SIGTERM. The runtime disposes of the engine."""
    parts = bootstrap(settings)
    try:
        await app(settings, parts).run()
    finally:
        await parts.cache.close()
        if parts.replica is not None:
            await parts.replica.dispose()
        await parts.queue_depths.close()


def main() -> None:
    """The worker; with arguments what `traclearn-progress --help` says."""
    if sys.argv[1:]:
        command.main(sys.argv[1:])
    else:
        process.run(run(Settings()))
