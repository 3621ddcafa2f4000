"""The process: objects and wiki pages from the queue, and the authors' API on one port."""

import asyncio
from functools import partial

from traclearn_worker import App

from indexer.adapters import objects
from indexer.bootstrap import Parts, bootstrap
from indexer.entrypoints.api import api
from indexer.handlers.patience import REQUIRED
from indexer.handlers.telling import SOURCE
from indexer.settings import Settings

SCHEMA = "indexer"


def app(settings: Settings, parts: Parts) -> App:
    return App(
        name="indexer",
        source=SOURCE,
        settings=settings,
        engine=parts.engine,
        schema=SCHEMA,
        handlers={
            "Object Created": parts.uploads.created,
            "Object Deleted": parts.uploads.deleted,
            "WikiPageChanged.v1": parts.pages.changed,
        },
        failed=parts.failures.failed,
        requires=REQUIRED,
        http=api(parts),
        background=[
            parts.renewal.run,
            partial(parts.sweeper.run, settings.sweep_every),
            partial(parts.teaching.run, settings.teach_every),
        ],
    )


async def run(settings: Settings) -> None:
    """Until SIGTERM. The runtime disposes of the engine."""
    async with objects.connect(settings) as bucket:
        parts = bootstrap(settings, bucket)
        try:
            await app(settings, parts).run()
        finally:
            parts.embedding.close()
            await parts.reader.close()
            await parts.graph.close()


def main() -> None:
    asyncio.run(run(Settings()))
