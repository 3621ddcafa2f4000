"""The process: the queue's events, the sweeper, and the API on one port."""

import asyncio
from functools import partial

from traclearn_worker import App

from progress.bootstrap import Parts, bootstrap
from progress.entrypoints.api import api
from progress.settings import Settings

SOURCE = "traclearn.progress"
SCHEMA = "progress"
CONSUMED = (
    "AnswerSubmitted.v1",
    "QuestionPublished.v1",
    "GradingStarted.v1",
    "AnswerGraded.v1",
    "AnswerUngradable.v1",
    "GradeOverridden.v1",
    "WikiPageChanged.v1",
    "ContentProgressed.v1",
    "ContentIndexed.v1",
    "ContentRejected.v1",
    "ContentRemoved.v1",
)


def app(settings: Settings, parts: Parts) -> App:
    return App(
        name="progress",
        source=SOURCE,
        settings=settings,
        engine=parts.engine,
        schema=SCHEMA,
        handlers={name: parts.projector.handle for name in CONSUMED},
        failed=parts.projector.failed,
        http=api(parts.reader, parts.cache, parts.guard),
        background=[partial(parts.sweeper.run, settings.sweep_every)],
    )


async def run(settings: Settings) -> None:
    """Until SIGTERM. The runtime disposes of the engine."""
    parts = bootstrap(settings)
    try:
        await app(settings, parts).run()
    finally:
        await parts.cache.close()


def main() -> None:
    asyncio.run(run(Settings()))
