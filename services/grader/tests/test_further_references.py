"""Other full answers of a published question, as the grader takes them."""

import json
from datetime import UTC, datetime
from uuid import uuid4

from grader.application.learning import GradingContext
from grader.domain.lessons.past_answer import KeptAnswer, MachineGrade, PastAnswer, PersonGrade, TextVector
from grader.domain.question import Question
from grader.entrypoints.requests import TrialRequest
from grading import LEARNING
from memory_store import Memory, example

PUBLISHED = "QuestionPublished.v1/several-references"
NO_VECTOR = TextVector("test", b"")


async def test_published_question_has_all_its_full_answers():
    store = Memory()
    await store.upsert_question(example(PUBLISHED).data)
    kept = (await store.find_question(42)).question
    assert len(kept.references) == 3 and kept.references[1].startswith("Every commit is a picture")
    assert all(reference in kept.expected for reference in kept.references)


async def test_what_people_graded_teaches_on_when_one_more_right_answer_is_added():
    said = example(PUBLISHED).data.model_dump()
    before = Question.model_validate(said | {"further_references": []})
    context = GradingContext(graded=[graded_by_a_person("It is a picture.", before.fingerprint)])
    for further in ([], said["further_references"]):
        asked = Question.model_validate(said | {"further_references": further})
        prepared = await LEARNING.prepare_input(asked, "A picture of all files.", context)
        assert [example.text for example in prepared.question.graded] == ["It is a picture."]
    other = Question.model_validate(said | {"reference": "A list of changes."})
    assert not (await LEARNING.prepare_input(other, "A picture of all files.", context)).question.graded


def graded_by_a_person(text, fingerprint):
    event, at = uuid4(), datetime.now(UTC)
    answer = KeptAnswer(
        ticket=42, learner="ann", attempt=1, event_id=event, at=at, text=text, vector=NO_VECTOR, group=event
    )
    machine = MachineGrade(revision=1, score=0, confidence=0, grader="test", verdicts={}, quotes={})
    return PastAnswer(answer=answer, machine=machine, person=PersonGrade(score=1, rubric=fingerprint))


def test_author_tries_a_question_with_all_its_full_answers():
    said = example(PUBLISHED).data.model_dump(mode="json", include={"ticket", "question", "reference"})
    further = ["A picture of all files.", "The state of the tree."]
    tried = TrialRequest.model_validate_json(json.dumps(said | {"further_references": further}))
    assert tried.asked().references == (said["reference"], *further)
