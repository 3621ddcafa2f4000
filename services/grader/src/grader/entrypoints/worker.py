"""The process: questions and answers from the queue."""

import asyncio

from traclearn_worker import App

from grader.bootstrap import Parts, bootstrap
from grader.handlers.ungradable import SOURCE
from grader.settings import Settings

SCHEMA = "grader"


def app(settings: Settings, parts: Parts) -> App:
    return App(
        name="grader",
        source=SOURCE,
        settings=settings,
        engine=parts.engine,
        schema=SCHEMA,
        handlers={
            "QuestionPublished.v1": parts.questions.handle,
            "AnswerSubmitted.v1": parts.answers.handle,
        },
        failed=parts.failures.failed,
    )


async def run(settings: Settings) -> None:
    parts = bootstrap(settings)
    try:
        await app(settings, parts).run()
    finally:
        await parts.engine.dispose()


def main() -> None:
    asyncio.run(run(Settings()))
