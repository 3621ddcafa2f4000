"""Other full answers of a published question, as the grader takes them."""

import json

from grader.domain.question import Question
from grader.entrypoints.requests import TrialRequest
from memory_store import Memory, example

PUBLISHED = "QuestionPublished.v1/several-references"


async def test_published_question_has_all_its_full_answers():
    store = Memory()
    await store.upsert_question(example(PUBLISHED).data)
    kept = (await store.find_question(42)).question
    assert len(kept.references) == 3 and kept.references[1].startswith("Every commit is a picture")
    assert all(reference in kept.expected for reference in kept.references)


def test_question_that_has_one_more_asks_for_something_else_and_one_without_for_what_it_did():
    said = example(PUBLISHED).data.model_dump()
    several = Question.model_validate(said)
    fewer = Question.model_validate(said | {"further_references": said["further_references"][:1]})
    one = Question.model_validate(said | {"further_references": []})
    assert len({several.fingerprint, fewer.fingerprint, one.fingerprint}) == 3
    shared = example("QuestionPublished.v1/shared").data.model_dump()
    assert one.fingerprint == Question.model_validate(shared).fingerprint


def test_author_tries_a_question_with_all_its_full_answers():
    said = example(PUBLISHED).data.model_dump(mode="json", include={"ticket", "question", "reference"})
    further = ["A picture of all files.", "The state of the tree."]
    tried = TrialRequest.model_validate_json(json.dumps(said | {"further_references": further}))
    assert tried.asked().references == (said["reference"], *further)
