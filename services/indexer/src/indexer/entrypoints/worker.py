"""The process: objects and wiki pages from the queue, and the authors' API on one port."""

from functools import partial

from traclearn_contracts import topology
from traclearn_contracts.models import ObjectCreated, ObjectDeleted, WikiPageChangedV1
from traclearn_worker import App, on, process

from indexer.adapters import objects
from indexer.adapters.store import SqlStore
from indexer.application.dependency_guard import REQUIRED
from indexer.application.events import SOURCE
from indexer.application.ports import Store
from indexer.bootstrap import Parts, bootstrap
from indexer.entrypoints.api import api
from indexer.settings import Settings

SCHEMA = "indexer"


def app(settings: Settings, parts: Parts) -> App[Store]:
    app = App(
        name="indexer",
        source=SOURCE,
        settings=settings,
        engine=parts.engine,
        schema=SCHEMA,
        stores=SqlStore,
        routes=[
            on(ObjectCreated, parts.objects.created),
            on(ObjectDeleted, parts.objects.deleted),
            on(WikiPageChangedV1, parts.pages.handle),
        ],
        consumes=topology.read().consumer("indexer"),
        failed=parts.failures.failed,
        requires=REQUIRED,
        http=api(parts),
        background=[
            parts.reembedding.run,
            partial(parts.sweeper.run, settings.sweep_every),
            partial(parts.concept_updates.run, settings.teach_every),
        ],
    )
    app.metrics.gauges |= parts.graph.gauges
    parts.graph.timed = partial(app.metrics.observe, "graph_ms")
    return app


async def run(settings: Settings) -> None:
    """Until SIGTERM. The runtime disposes of the engine."""
    async with objects.connect(settings) as bucket:
        parts = bootstrap(settings, bucket)
        try:
            await app(settings, parts).run()
        finally:
            await parts.close()


def main() -> None:
    process.run(run(Settings()))
