"""The process: questions and answers from the queue, and the API on one port."""

import sys

from traclearn_contracts import topology
from traclearn_contracts.models import (
    AnswerSubmittedV1,
    CourseChangedV1,
    GradeAppealedV1,
    GradeOverriddenV1,
    OverrideWithdrawnV1,
    QuestionPublishedV1,
    RegradeRequestedV1,
    RegradesOrderedV1,
    RulingMadeV1,
    RulingRevokedV1,
)
from traclearn_worker import App, on, process

from grader.adapters.store import SqlStore
from grader.application.ports import Store
from grader.bootstrap import Parts, bootstrap
from grader.entrypoints import erasure
from grader.entrypoints.api import api
from grader.handlers.courses import change_course
from grader.handlers.failures import failed
from grader.handlers.ungradable import SOURCE
from grader.settings import Settings

SCHEMA = "grader"


def app(settings: Settings, parts: Parts) -> App[Store]:
    app = App(
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
            on(RegradesOrderedV1, parts.regrade_orders.handle),
            on(RulingMadeV1, parts.rulings.handle),
            on(RulingRevokedV1, parts.rulings.revoke),
            on(GradeOverriddenV1, parts.overrides.handle),
            on(OverrideWithdrawnV1, parts.overrides.withdraw),
            on(GradeAppealedV1, parts.appeals.handle),
            on(CourseChangedV1, change_course),
        ],
        failed=failed,
        consumes=topology.read().consumer("grader"),
        http=api(parts),
        background=[parts.hint_limit.run, parts.figures.run],
    )
    app.metrics.gauges |= parts.figures.gauges
    return app


async def run(settings: Settings) -> None:
    """Until SIGTERM. The runtime disposes of the engine."""
    parts = bootstrap(settings)
    try:
        await app(settings, parts).run()
    finally:
        for model in parts.models:
            await model.close()


def main() -> None:
    """The worker; with arguments what `traclearn-grader --help` says."""
    if sys.argv[1:]:
        erasure.main(sys.argv[1:])
    else:
        process.run(run(Settings()))
