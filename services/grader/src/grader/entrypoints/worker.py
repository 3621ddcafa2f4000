"""The process: questions and answers from the queue, and the API on one port."""

from traclearn_contracts import topology
from traclearn_contracts.models import (
    AnswerSubmittedV1,
    CourseChangedV1,
    QuestionPublishedV1,
    RegradeRequestedV1,
)
from traclearn_worker import App, on, process

from grader.adapters.store import SqlStore
from grader.application.ports import Store
from grader.bootstrap import Parts, bootstrap
from grader.entrypoints.api import api
from grader.handlers.courses import change_course
from grader.handlers.ungradable import SOURCE, failed
from grader.settings import Settings

SCHEMA = "grader"


def app(settings: Settings, parts: Parts) -> App[Store]:
    return App(
        name="grader",
        source=SOURCE,
        settings=settings,
        engine=parts.engine,
        schema=SCHEMA,
        stores=SqlStore,
        routes=[
            on(QuestionPublishedV1, parts.questions.handle),
            on(AnswerSubmittedV1, parts.answers.handle),
            on(RegradeRequestedV1, parts.regrades.handle),
            on(CourseChangedV1, change_course),
        ],
        failed=failed,
        consumes=topology.read().consumer("grader"),
        http=api(parts.hints, parts.hint_limit.count, parts.guard),
        background=[parts.hint_limit.run],
    )


async def run(settings: Settings) -> None:
    """Until SIGTERM. The runtime disposes of the engine."""
    parts = bootstrap(settings)
    try:
        await app(settings, parts).run()
    finally:
        for model in parts.models:
            await model.close()


def main() -> None:
    process.run(run(Settings()))
