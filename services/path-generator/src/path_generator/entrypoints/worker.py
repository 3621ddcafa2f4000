"""The process: requests, accepted paths, grades and what becomes of the material, from the queue."""

from functools import partial

from traclearn_contracts import topology
from traclearn_contracts.models import (
    AnswerGradedV1,
    ContentIndexedV1,
    ContentRemovedV1,
    CourseChangedV1,
    GradeOverriddenV1,
    HintGivenV1,
    OverrideWithdrawnV1,
    PathCreatedV1,
    PathGeneratedV1,
    PathMaterialChangedV1,
    PathRequestedV1,
    QuestionDisputedV1,
    QuestionPublishedV1,
    QuestionReviewedV1,
)
from traclearn_worker import App, on, process

from path_generator.adapters.store import SqlStore
from path_generator.application.events import SOURCE
from path_generator.application.ports import Store
from path_generator.bootstrap import Parts, bootstrap
from path_generator.handlers.counting import take_hint, take_question
from path_generator.handlers.courses import change_course
from path_generator.handlers.failures import failed
from path_generator.handlers.question_reviews import dispute_question, review_question
from path_generator.settings import Settings

SCHEMA = "path_generator"


def app(settings: Settings, parts: Parts) -> App[Store]:
    app = App(
        name="path-generator",
        source=SOURCE,
        settings=settings,
        engine=parts.engine,
        schema=SCHEMA,
        stores=SqlStore,
        routes=[
            on(PathRequestedV1, parts.requests.handle),
            on(PathCreatedV1, parts.creation.handle),
            on(AnswerGradedV1, parts.grades.graded),
            on(GradeOverriddenV1, parts.grades.overridden),
            on(OverrideWithdrawnV1, parts.grades.withdrawn),
            on(ContentIndexedV1, parts.material.indexed),
            on(ContentRemovedV1, parts.material.removed),
            on(PathGeneratedV1, parts.material.committed),
            on(PathMaterialChangedV1, parts.material.committed),
            on(CourseChangedV1, change_course),
            on(QuestionReviewedV1, review_question),
            on(QuestionDisputedV1, dispute_question),
            on(QuestionPublishedV1, take_question),
            on(HintGivenV1, take_hint),
        ],
        failed=failed,
        consumes=topology.read().consumer("path-generator"),
    )
    app.metrics.gauges |= parts.graph.gauges | parts.cache.gauges
    parts.graph.timed = partial(app.metrics.observe, "graph_ms")
    return app


async def run(settings: Settings) -> None:
    """Until SIGTERM. The runtime disposes of the engine."""
    parts = bootstrap(settings)
    try:
        await app(settings, parts).run()
    finally:
        await parts.close()


def main() -> None:
    process.run(run(Settings()))
