"""Events into the tables of `learning`, by family. Every event leaves its row in the feed, if nothing else.

A new event is an entry in `PROJECTIONS` and a function of its family.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from traclearn_contracts.events import Event, is_from_trac
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
from progress.domain.attempt_change import lost_change
from progress.domain.change import Change, Kind, echo, rejection
from progress.domain.record import Record
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

Project = Callable[[Event[Any], Change, Store], Awaitable[list[Change]]]
"""Takes the lock of what the event is about, writes what follows from it, and returns the feed's rows. It
gets the event's own row, which says that it was consumed, and tells in it what came of it."""


def speaker(event: Event) -> str | None:
    """The learner of its metadata."""
    return event.metadata.learner


def named(event: Event) -> str | None:
    """Whom its data names: who answered, not who graded. None for a question that everybody may answer."""
    return getattr(event.data, "learner", None) or None


def nobody(event: Event) -> str | None:
    return None


def always(event: Event) -> bool:
    return True


def never(event: Event) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Projection:
    """What the projector does with one event, and what its row in the feed says."""

    project: Project
    kind: Kind
    about: Callable[[Event], str | None]
    """Who is shown it, and whose row in Trac's outbox it closes."""
    is_awaited: Callable[[Event], bool] = never
    """Whether its attempt has no result without it: in the dead-letter queue it makes that ungradable."""


PROJECTIONS: Mapping[type[BaseModel], Projection] = {
    QuestionPublishedV1: Projection(questions.project_question, "question_received", named),
    AnswerSubmittedV1: Projection(attempts.project_answer, "answer_received", speaker, is_from_trac),
    GradingStartedV1: Projection(attempts.project_start, "grading_started", named),
    AnswerUngradableV1: Projection(attempts.project_end, "ungradable", named),
    AnswerGradedV1: Projection(attempts.project_grade, "graded", named, always),
    GradeOverriddenV1: Projection(attempts.project_grade, "overridden", named),
    OverrideWithdrawnV1: Projection(attempts.project_withdrawal, "withdrawn", named),
    GradeAppealedV1: Projection(appeals.project_appeal, "appeal", speaker),
    AppealAssessedV1: Projection(appeals.project_assessment, "appeal", named),
    HintGivenV1: Projection(hints.project_hint, "hint", named),
    WikiPageChangedV1: Projection(material.project_page, "page_received", speaker),
    ContentProgressedV1: Projection(material.project_content, "content", nobody),
    ContentIndexedV1: Projection(material.project_content, "content", nobody),
    ContentRejectedV1: Projection(material.project_content, "content", nobody),
    ContentRemovedV1: Projection(material.project_content, "content", nobody),
    PathRequestedV1: Projection(paths.project_path, "path", speaker),
    PathProgressedV1: Projection(paths.project_path, "path", speaker),
    PathGeneratedV1: Projection(paths.project_path, "path", speaker),
    PathUnavailableV1: Projection(paths.project_path, "path", speaker),
    PathMaterialChangedV1: Projection(paths.project_path, "path", speaker),
    PathCreatedV1: Projection(paths.project_of_trac, "path", speaker),
    PathChangedV1: Projection(paths.project_of_trac, "path", speaker),
    StepProposedV1: Projection(paths.project_path, "path", speaker),
    ReviewScheduledV1: Projection(reviews.project_review, "review", named),
    CourseChangedV1: Projection(courses.project_course, "course_changed", speaker),
    QuestionDraftedV1: Projection(generated_questions.project_generated_question, "question_drafted", nobody),
    QuestionDisputedV1: Projection(generated_questions.project_dispute, "question_disputed", speaker),
    QuestionReviewedV1: Projection(
        generated_questions.project_generated_question, "question_reviewed", speaker
    ),
    RulingMadeV1: Projection(rulings.project_ruling, "ruling_made", nobody),
    RulingRevokedV1: Projection(rulings.project_ruling, "ruling_revoked", nobody),
    RegradesOrderedV1: Projection(rulings.project_regrades, "regrades_ordered", nobody),
}


async def project(event: Event, store: Store) -> None:
    """Applies `event` in the store's transaction. The same events in any order leave the same tables."""
    for change in await PROJECTIONS[type(event.data)].project(event, own_change(event), store):
        # The feed comes last: from here to the commit nobody else can write to it.
        await store.append_change(change)


def own_change(event: Event) -> Change:
    """The row that says that the event was consumed; of one that is not the projector's, that it was not."""
    entry = PROJECTIONS.get(type(event.data))
    return echo(event, entry.kind, entry.about(event)) if entry else echo(event, "rejected", named(event))


def dead_letter_change(event: Event, reason: str, known: Record | None = None) -> Change:
    """The row for an event that ended in the dead-letter queue. `known`: what is known of its learner."""
    own, entry = own_change(event), PROJECTIONS.get(type(event.data))
    if entry and own.attempt and entry.is_awaited(event):
        return lost_change(own, own.attempt, reason, known)
    return rejection(own, reason)
