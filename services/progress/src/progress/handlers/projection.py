"""Events into the tables of `learning`, by family. Every event leaves its row in the feed, if nothing else.

A new event is a line in `PROJECTIONS` and a function of its family.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from pydantic import BaseModel
from traclearn_contracts.events import Event
from traclearn_contracts.models import (
    AnswerGradedV1,
    AnswerSubmittedV1,
    AnswerUngradableV1,
    AppealAssessedV1,
    ContentIndexedV1,
    ContentProgressedV1,
    ContentRejectedV1,
    ContentRemovedV1,
    CourseChangedV1,
    GradeAppealedV1,
    GradeOverriddenV1,
    GradingStartedV1,
    HintGivenV1,
    OverrideWithdrawnV1,
    PathChangedV1,
    PathCreatedV1,
    PathGeneratedV1,
    PathMaterialChangedV1,
    PathProgressedV1,
    PathRequestedV1,
    PathUnavailableV1,
    QuestionDisputedV1,
    QuestionDraftedV1,
    QuestionPublishedV1,
    QuestionReviewedV1,
    RegradesOrderedV1,
    ReviewScheduledV1,
    RulingMadeV1,
    RulingRevokedV1,
    StepProposedV1,
    WikiPageChangedV1,
)

from progress.application.ports import Store
from progress.domain.change import Change
from progress.handlers import (
    appeals,
    attempts,
    courses,
    generated_questions,
    hints,
    material,
    paths,
    questions,
    reviews,
    rulings,
)

Project = Callable[[Event[Any], Store], Awaitable[list[Change]]]
"""Takes the lock of what the event is about, writes what follows from it, and returns the feed's rows."""

PROJECTIONS: Mapping[type[BaseModel], Project] = {
    QuestionPublishedV1: questions.project_question,
    AnswerSubmittedV1: attempts.project_answer,
    GradingStartedV1: attempts.project_start,
    AnswerUngradableV1: attempts.project_end,
    AnswerGradedV1: attempts.project_grade,
    GradeOverriddenV1: attempts.project_grade,
    OverrideWithdrawnV1: attempts.project_withdrawal,
    GradeAppealedV1: appeals.project_appeal,
    AppealAssessedV1: appeals.project_appeal,
    HintGivenV1: hints.project_hint,
    WikiPageChangedV1: material.project_page,
    ContentProgressedV1: material.project_content,
    ContentIndexedV1: material.project_content,
    ContentRejectedV1: material.project_content,
    ContentRemovedV1: material.project_content,
    PathRequestedV1: paths.project_path,
    PathProgressedV1: paths.project_path,
    PathGeneratedV1: paths.project_path,
    PathUnavailableV1: paths.project_path,
    PathMaterialChangedV1: paths.project_path,
    PathCreatedV1: paths.project_of_trac,
    PathChangedV1: paths.project_of_trac,
    StepProposedV1: paths.project_path,
    ReviewScheduledV1: reviews.project_review,
    CourseChangedV1: courses.project_course,
    QuestionDraftedV1: generated_questions.project_generated_question,
    QuestionDisputedV1: generated_questions.project_dispute,
    QuestionReviewedV1: generated_questions.project_generated_question,
    RulingMadeV1: rulings.project_ruling,
    RulingRevokedV1: rulings.project_ruling,
    RegradesOrderedV1: rulings.project_regrades,
}


async def project(event: Event, store: Store) -> None:
    """Applies `event` in the store's transaction. The same events in any order leave the same tables."""
    for change in await PROJECTIONS[type(event.data)](event, store):
        # The feed comes last: from here to the commit nobody else can write to it.
        await store.append_change(change)
