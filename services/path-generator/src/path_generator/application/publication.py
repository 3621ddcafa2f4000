"""A step's question as it is kept, and as it goes to the grader once its ticket is known."""

import json

import structlog
from traclearn_contracts.models import QuestionPublishedV1, RubricItem, Source

from path_generator.application.ports import Json, StoredStep
from path_generator.domain.paths.proposal import Located, Step
from path_generator.domain.questions.question import Question
from path_generator.domain.text import cut, digest, one_line

MAX_QUESTION_CHARS = 5000
MAX_REFERENCE_CHARS = 20_000
MAX_FURTHER_REFERENCES, MAX_FURTHER_CHARS = 5, 5000
MAX_CRITERION_CHARS = 1000
MAX_LABEL_CHARS = 200
MAX_SOURCE_CHARS = 300
MAX_RUBRIC_ITEMS = 20
MAX_QUESTION_PASSAGE_CHARS = 2000
"""All as the contract of a question says."""
MAX_QUESTION_BYTES = 180_000
"""As JSON, which takes six for a letter beyond ASCII: an event may have 200,000."""

log = structlog.get_logger()


def stored(step: Step) -> StoredStep:
    """With what its passage says: who grades reads it beside the question. Of further references the last are
    left out where no event could carry all."""
    said = cut(step.source.passage.text, MAX_QUESTION_PASSAGE_CHARS)
    question = content(step.question) | ({"passages": [said]} if said else {})
    while question.get("further_references") and len(json.dumps(question)) > MAX_QUESTION_BYTES:
        question["further_references"].pop()
        log.warning("too long for an event: its last further reference is left out", key=str(step.step))
    return StoredStep(step.step, question, [source_of(step.source).model_dump(mode="json")])


def content(question: Question) -> Json:
    """As the contract takes it."""
    said = [point for point in question.rubric if point.criterion.strip()]
    rubric = [
        RubricItem(
            id=str(number),
            criterion=cut(point.criterion, MAX_CRITERION_CHARS),
            label=one_line(point.label, MAX_LABEL_CHARS),
            weight=point.weight,
        )
        for number, point in enumerate(said[:MAX_RUBRIC_ITEMS], 1)
    ]
    further = [cut(text, MAX_FURTHER_CHARS) for text in question.further_references]
    return {
        "question": cut(question.text, MAX_QUESTION_CHARS),
        "reference": cut(question.reference, MAX_REFERENCE_CHARS),
        "rubric": [item.model_dump(mode="json") for item in rubric],
        "question_id": str(question.id) if question.id else None,
        **({"further_references": further[:MAX_FURTHER_REFERENCES]} if further else {}),
    }


def source_of(located: Located) -> Source:
    passage = located.passage
    section = next(filter(str.strip, reversed(passage.heading)), "")
    parts = [passage.title, section if section != passage.title else ""]
    page = f"page {passage.page}" if passage.page else ""
    return Source(
        title=one_line(", ".join(filter(None, [*parts, page])), MAX_SOURCE_CHARS), href=located.href
    )


def digest_of(step: StoredStep) -> str:
    """The same for the same question from the same place, whatever it is known as."""
    said = {name: value for name, value in step.question.items() if name != "question_id"}
    return digest(json.dumps([said, step.sources], sort_keys=True))


def published(ticket: int, revision: int, learner: str, step: StoredStep) -> QuestionPublishedV1:
    return QuestionPublishedV1.model_validate(
        {
            **step.question,
            "ticket": ticket,
            "revision": revision,
            "learner": learner,
            "sources": step.sources,
        }
    )
