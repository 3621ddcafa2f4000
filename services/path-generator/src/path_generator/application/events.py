"""What the service says on the bus: each event follows from the one that caused it, with an id of its own."""

import json
import time
from collections.abc import Sequence
from typing import Literal

from traclearn_contracts.events import Event
from traclearn_contracts.models import (
    LowGrade,
    NearestConcept,
    PassageSource,
    PathGeneratedV1,
    PathMaterialChangedV1,
    PathProgressedV1,
    PathRequestedV1,
    PathStep,
    PathUnavailableV1,
    QuestionDraftedV1,
    Remark,
    ReviewScheduledV1,
    SkippedConcept,
    StepProposedV1,
)
from traclearn_contracts.models import Warning as PathWarning
from traclearn_contracts.remarks import say

from path_generator.application.path_draft import PathDraft
from path_generator.application.ports import Json, Outcome, PathMaterial
from path_generator.application.publication import MAX_QUESTION_CHARS, content
from path_generator.domain.paths.proposal import MAX_PASSAGE_CHARS, Located, Proposal, ProposedStep, Step
from path_generator.domain.paths.wording import capitalised, say_reasons, say_warning, topic_of
from path_generator.domain.questions.question_history import KeptQuestion
from path_generator.domain.text import cut, name_of, one_line

SOURCE = "traclearn.path-generator"
MAX_DETAIL_CHARS = 1000
MAX_HREF_CHARS = 1000
MAX_SUBJECT_CHARS = 100
MAX_HEADINGS = 10
MAX_SKIPPED = 200
"""All as the contracts say."""
TEXT_CHARS = (MAX_PASSAGE_CHARS, 2000, 1000, 500, 200)
"""What is shown of each passage: the first with which the event is small enough."""
MAX_EVENT_BYTES = 180_000
"""An event stays under 200 KB, with its envelope."""
Phase = Literal["searching", "ordering", "asking", "waiting"]
Reason = Literal["not_covered", "nothing_left", "too_many_requests", "failed"]


class PathEvents:
    """Speaks of the path that one request asks for.

    Its outcome gets the same id on each attempt. How far it has come is news each time, and the later word
    counts.
    """

    def __init__(self, cause: Event[PathRequestedV1]) -> None:
        self._cause = cause
        self.path = cause.metadata.event_id

    def progressed(self, phase: Phase, done: int = 0, total: int = 0, detail: str = "") -> Event:
        data = PathProgressedV1(path=self.path, phase=phase, done=done, total=total, detail=detail)
        return self._cause.causes(SOURCE, data, key=f"{phase}:{time.time_ns()}")

    def drafted(self, kept: KeptQuestion, draft: PathDraft) -> Event:
        return question_drafted(self._cause, kept, draft)

    def outcome(self, outcome: Outcome) -> Event:
        """What was kept, as an event again."""
        if outcome.detail_type == "PathGenerated.v1":
            return self._cause.causes(SOURCE, PathGeneratedV1.model_validate(outcome.data))
        data = PathUnavailableV1.model_validate(outcome.data)
        return self._cause.causes(SOURCE, data, key=data.reason)

    def unavailable(self, reason: Reason, detail: Remark, nearest: Sequence[tuple[str, str]] = ()) -> Outcome:
        data = PathUnavailableV1(
            path=self.path,
            reason=reason,
            detail=one_line(say(detail), MAX_DETAIL_CHARS),
            remarks=[detail],
            goal=self._cause.data.goal,
            topic=topic_of(self._cause.data.goal),
            nearest=[
                NearestConcept(concept=name_of(concept), title=name_of(title)) for concept, title in nearest
            ],
        )
        return Outcome("PathUnavailable.v1", data.model_dump(mode="json"))


def question_drafted(cause: Event, kept: KeptQuestion, draft: PathDraft) -> Event:
    """For authors: it holds what is secret to learners."""
    question, source = kept.question, _source(draft.source(kept.question.chunk), MAX_PASSAGE_CHARS)
    about = {
        "subject": one_line(draft.goal.subject, MAX_SUBJECT_CHARS) or "?",
        "concept": kept.concept,
        "form": question.form,
        "difficulty": question.difficulty,
        "source": source.model_dump(exclude={"text"}),
    }
    data = QuestionDraftedV1.model_validate(content(question) | about)
    return cause.causes(SOURCE, data, key=str(question.id))


def material_changed(cause: Event, material: PathMaterial) -> Event:
    """To the path's learner, whoever changed the material."""
    owner = cause.metadata.model_copy(update={"learner": material.learner})
    data = PathMaterialChangedV1.model_validate(
        {
            "path": material.path,
            "version": material.version,
            "retired": [step.step for step in material.steps if step.retired],
            "moved": [
                {"step": step.step, **_place(step.moved)} for step in material.steps if step.moved is not None
            ],
        }
    )
    about = cause.model_copy(update={"metadata": owner})
    return about.causes(SOURCE, data, key=f"{material.path}:{material.version}")


def review_events(cause: Event, review: ReviewScheduledV1 | None) -> list[Event]:
    """None where there is no news of a review."""
    return [cause.causes(SOURCE, review, key=f"{review.ticket}:{review.revision}")] if review else []


def generated(proposal: Proposal) -> Outcome:
    """Nothing of it is secret: neither references nor rubrics."""
    for chars in TEXT_CHARS:
        data = _generated(proposal, chars).model_dump(mode="json")
        if len(json.dumps(data)) <= MAX_EVENT_BYTES:
            break
    return Outcome("PathGenerated.v1", data)


def _generated(proposal: Proposal, chars: int) -> PathGeneratedV1:
    skipped = [
        SkippedConcept(concept=name_of(concept), reason=reason) for concept, reason in proposal.skipped
    ]
    return PathGeneratedV1(
        path=proposal.path,
        title=proposal.title,
        goal=proposal.goal,
        topic=topic_of(proposal.goal),
        difficulty=proposal.difficulty,
        minutes=proposal.minutes,
        steps=[_step(step, chars) for step in proposal.steps],
        skipped=skipped[:MAX_SKIPPED],
        warnings=[PathWarning(say_warning(warning)) for warning in proposal.warnings],
        remarks=list(proposal.warnings),
    )


def step_proposed(cause: Event, learner: str, proposed: ProposedStep) -> Event:
    """Speaks to the path's learner, whoever set the grade."""
    data = StepProposedV1(
        path=proposed.path,
        step=_step(proposed.step, MAX_PASSAGE_CHARS),
        before=proposed.before,
        because=LowGrade(ticket=proposed.ticket, score=proposed.score),
    )
    metadata = cause.metadata.model_copy(update={"learner": learner})
    about = cause.model_copy(update={"metadata": metadata})
    return about.causes(SOURCE, data, key=str(proposed.step.step))


def _step(step: Step, chars: int) -> PathStep:
    return PathStep.model_validate(
        {
            "n": step.n,
            "step": step.step,
            "concept": name_of(step.concept),
            "title": name_of(capitalised(step.concept)),
            "minutes": step.minutes,
            "reason": say_reasons(step.reasons),
            "remarks": list(step.reasons),
            "asked_for": step.asked_for,
            "needs": list(step.needs),
            "question": cut(step.question.text, MAX_QUESTION_CHARS),
            "form": step.question.form,
            "difficulty": step.question.difficulty,
            "source": _source(step.source, chars),
        }
    )


def _source(source: Located, chars: int) -> PassageSource:
    text = cut(source.passage.text, chars) or name_of(source.passage.title)
    return PassageSource.model_validate({**_place(source), "text": text})


def _place(source: Located) -> Json:
    passage = source.passage
    heading = [name_of(name) for name in passage.heading if name.strip()]
    return {
        "document": passage.document,
        "chunk": passage.chunk,
        "name": name_of(passage.name),
        "title": name_of(passage.title),
        "heading": heading[-MAX_HEADINGS:],
        "page": passage.page,
        "href": source.href if source.href and len(source.href) <= MAX_HREF_CHARS else None,
    }
