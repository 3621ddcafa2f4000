"""Authors see each question that was made, and what they say of it counts for the paths that follow."""

import json
from dataclasses import replace
from itertools import permutations
from uuid import uuid4

import pytest
from path_generator.adapters.rows import question_row
from path_generator.application.generation import Generation
from path_generator.application.publication import content
from path_generator.application.step_questions import StepQuestions
from path_generator.domain.questions import question_history
from path_generator.domain.questions.question import Question, RubricPoint
from path_generator.domain.questions.question_review import reworded
from path_generator.domain.questions.summary import summary_of
from path_generator.handlers.question_reviews import dispute_question, review_question
from path_generator.handlers.requests import Requests
from traclearn_contracts.events import parse
from traclearn_worker.testing import FakeWork


class Numbered:
    """A QuestionMaker that always has another question."""

    def make(self, concept, passages, difficulty, exclude=()):
        made = summary_of(passages[0], concept)
        texts = (f"What is {concept}, {number}?" for number in range(100))
        return replace(made, form="definition", text=next(text for text in texts if text not in exclude))


@pytest.fixture
def numbered(course):
    course.requests = Requests(Generation(course.process(), StepQuestions(Numbered())), 100)
    return course


@pytest.fixture
def generate(numbered, request_path):
    """The path's questions by concept, and what was said to authors."""

    async def generate(learner="ada", **data):
        work = FakeWork(numbered.store)
        event = request_path(metadata={"learner": learner}, **data)
        (said,) = await numbered.requests.handle(event, work)
        drafts = [each for each in work.announced if each.detail_type == "QuestionDrafted.v1"]
        for one in drafts:
            parse(one.source, one.detail_type, json.loads(json.dumps(one.detail())))
        return {step.concept: step.question for step in said.data.steps}, drafts

    return generate


@pytest.fixture
def review(numbered, make_event):
    async def review(draft, decision, minute=0, **data):
        about = {"question_id": str(draft.data.question_id), "decision": decision}
        fresh = {"event_id": str(uuid4()), "occurred_at": f"2026-03-01T09:{minute:02}:00+00:00"}
        event = make_event("QuestionReviewed.v1/approved", fresh, **about, **data)
        assert await review_question(event, FakeWork(numbered.store)) == []

    return review


def about(drafts, concept):
    return next(one for one in drafts if one.data.concept == concept)


async def test_each_question_is_drafted_once_with_what_it_was_made_of(generate):
    asked, drafts = await generate()
    assert {one.data.concept: one.data.question for one in drafts} == asked
    lock = about(drafts, "lock").data
    assert (lock.subject, lock.form, lock.source.name) == ("Databases", "definition", "lock.md")
    assert lock.reference.startswith("A lock keeps") and lock.rubric
    assert await generate("bob") == (asked, [])


async def test_withdrawn_question_is_neither_asked_nor_made_again(generate, review):
    asked, drafts = await generate()
    await review(about(drafts, "lock"), "withdrawn")
    others, new = await generate("bob")
    assert [one.data.concept for one in new] == ["lock"]
    assert others == asked | {"lock": "What is lock, 1?"}
    harder, _ = await generate("bob", difficulty=5)
    assert harder["lock"] == "What is lock, 1?" and harder["table"] == asked["table"]


async def test_what_authors_decided_outlives_a_change_of_the_recipe(generate, review, monkeypatch):
    asked, drafts = await generate()
    await review(about(drafts, "lock"), "withdrawn")
    await review(about(drafts, "table"), "edited", question="What is it for?")
    earlier = (question_history.RECIPE, *question_history.EARLIER_RECIPES)
    monkeypatch.setattr(question_history, "EARLIER_RECIPES", earlier)
    monkeypatch.setattr(question_history, "RECIPE", "templates/next")
    others, new = await generate("bob")
    assert others == asked | {"lock": "What is lock, 1?", "table": "What is it for?"}
    assert {one.data.concept for one in new} == asked.keys() - {"table"}, "the others are made anew"


async def test_edited_question_is_asked_as_it_was_edited(generate, review, numbered):
    asked, drafts = await generate()
    rubric = [{"id": "x", "criterion": "Waits", "label": "L", "weight": 2}]
    await review(about(drafts, "lock"), "edited", question="Why wait?", reference="To wait.", rubric=rubric)
    others, new = await generate("bob")
    assert (others, new) == (asked | {"lock": "Why wait?"}, [])
    (step,) = (one for one in list(numbered.store.proposals.values())[-1].steps if one.concept == "lock")
    assert (step.question.reference, step.question.rubric[0].criterion) == ("To wait.", "Waits")
    assert step.question.id == about(drafts, "lock").data.question_id
    harder, _ = await generate("bob", difficulty=5)
    assert harder["lock"] == "What is lock, 1?", "its words of before are not made again"


async def publish_for_bob(generate, numbered, make_event):
    """What goes to the grader once Bob's path has its tickets, by question."""
    await generate("bob")
    path, proposal = list(numbered.store.proposals.items())[-1]
    steps = [{"n": 1, "step": str(step.step), "ticket": 100 + step.n} for step in proposal.steps]
    event = make_event("PathCreated.v1/two-steps", {"learner": "bob"}, path=str(path), steps=steps)
    return {
        one.data.question_id: one.data
        for one in await numbered.creation.handle(event, FakeWork(numbered.store))
    }


async def test_other_full_answers_of_an_edit_go_out_with_its_question(generate, review, numbered, make_event):
    _, drafts = await generate()
    await review(
        about(drafts, "lock"), "edited", further_references=["To keep order.", "So that\n none is lost"]
    )
    said = await publish_for_bob(generate, numbered, make_event)
    lock = said.pop(about(drafts, "lock").data.question_id)
    assert lock.reference == about(drafts, "lock").data.reference
    assert [one.root for one in lock.further_references] == ["To keep order.", "So that\n none is lost"]
    assert said and not any(one.further_references for one in said.values())


async def test_of_other_full_answers_that_no_event_can_carry_the_last_are_left_out(
    generate, review, numbered, make_event
):
    _, drafts = await generate()
    longest = [letter * 5000 for letter in "абвг"]
    await review(about(drafts, "lock"), "edited", reference="я" * 14_000, further_references=longest)
    said = await publish_for_bob(generate, numbered, make_event)
    lock = said.pop(about(drafts, "lock").data.question_id)
    assert [one.root for one in lock.further_references] == longest[:3]
    assert len(json.dumps(lock.model_dump(mode="json"))) < 200_000


def test_question_without_other_full_answers_is_kept_and_published_as_before():
    """A step's digest is of what it says: with another it would be published anew."""
    made = Question("definition", "Why?", "To wait.", (RubricPoint("Waits", "L"),), "c", 2)
    assert "further_references" not in content(made)
    assert "further_references" not in question_row(reworded(made, {"further_references": ["So"]}))
    cleared = reworded(reworded(made, {"further_references": ["So"]}), {"further_references": []})
    assert cleared == made


async def test_edit_of_the_rubric_alone_leaves_the_words(generate, review):
    asked, drafts = await generate()
    await review(about(drafts, "lock"), "edited", rubric=[{"id": "1", "criterion": "Waits"}])
    assert await generate("bob") == (asked, [])


async def test_latest_review_stands_in_any_order(generate, review, numbered):
    _, drafts = await generate()
    said = [(1, "withdrawn"), (2, "edited"), (3, "approved")]
    for order in permutations(said):
        numbered.store.reviews.clear()
        for minute, decision in (*order, *order):
            await review(drafts[0], decision, minute)
        assert numbered.store.reviews[drafts[0].data.question_id].decision == "approved"


async def test_published_question_says_which_it_is(numbered, generate, make_event):
    _, drafts = await generate()
    (path,) = numbered.store.proposals
    steps = [
        {"n": 1, "step": str(step.step), "ticket": 100 + step.n}
        for step in numbered.store.proposals[path].steps
    ]
    event = make_event("PathCreated.v1/two-steps", {"learner": "ada"}, path=str(path), steps=steps)
    said = await numbered.creation.handle(event, FakeWork(numbered.store))
    assert {one.data.question_id for one in said} == {one.data.question_id for one in drafts}


async def test_published_question_has_what_its_passage_says(numbered, generate, make_event):
    await generate()
    ((path, proposal),) = numbered.store.proposals.items()
    steps = [{"n": 1, "step": str(step.step), "ticket": 100 + step.n} for step in proposal.steps]
    event = make_event("PathCreated.v1/two-steps", {"learner": "ada"}, path=str(path), steps=steps)
    said = await numbered.creation.handle(event, FakeWork(numbered.store))
    told = [[passage.root for passage in one.data.passages] for one in said]
    assert told == [[step.source.passage.text] for step in proposal.steps]


async def test_disputed_question_is_not_offered_to_that_learner_again(numbered, generate, make_event):
    asked, _ = await generate()
    ((path, proposal),) = numbered.store.proposals.items()
    steps = [{"n": 1, "step": str(step.step), "ticket": 100 + step.n} for step in proposal.steps]
    created = make_event("PathCreated.v1/two-steps", {"learner": "ada"}, path=str(path), steps=steps)
    await numbered.creation.handle(created, FakeWork(numbered.store))
    for metadata in ({"learner": "ada", "producer": "traclearn.api"}, {"learner": "bob"}):
        disputed = make_event("QuestionDisputed.v1/plain", metadata, ticket=103)
        assert await dispute_question(disputed, FakeWork(numbered.store)) == []
    assert (await generate())[0] == asked
    mine = make_event("QuestionDisputed.v1/plain", {"learner": "ada"}, ticket=103)
    for _ in range(2):
        assert await dispute_question(mine, FakeWork(numbered.store)) == []
    assert (await generate())[0] == asked | {"lock": "What is lock, 1?"}
    assert (await generate("bob"))[0] == asked


@pytest.fixture
def summarised(course, request_path, make_event):
    """Asks with a maker that has one summary of each passage, and says that those of some concepts make no
    sense."""

    async def ask(*disputed):
        (said,) = await course.requests.handle(request_path(), FakeWork(course.store))
        if not disputed:
            return said
        steps = [{"n": 1, "step": str(step.step), "ticket": 100 + step.n} for step in said.data.steps]
        created = make_event("PathCreated.v1/two-steps", {}, path=str(said.data.path), steps=steps)
        learner = created.metadata.model_copy(update={"learner": said.metadata.learner})
        await course.creation.handle(created.model_copy(update={"metadata": learner}), FakeWork(course.store))
        for step in said.data.steps:
            if step.concept in disputed:
                about = {"learner": said.metadata.learner}
                event = make_event("QuestionDisputed.v1/plain", about, ticket=100 + step.n)
                await dispute_question(event, FakeWork(course.store))
        return said

    return ask


async def test_step_whose_summary_makes_no_sense_to_the_learner_is_left_out_of_the_next_path(summarised):
    assert [step.concept for step in (await summarised("lock", "transaction")).data.steps][1:3] == [
        "transaction",
        "lock",
    ]
    said = (await summarised()).data
    assert [step.concept for step in said.steps] == ["table", "isolation"]
    assert [need.root for need in said.steps[1].needs] == [1]
    assert said.warnings[0].root.startswith("What was asked about transaction and lock made no sense")


async def test_path_of_which_nothing_can_be_asked_any_more_is_unavailable(summarised):
    await summarised("table", "transaction", "lock", "isolation")
    said = await summarised()
    assert (said.detail_type, said.data.reason) == ("PathUnavailable.v1", "nothing_left")
    assert [one.code for one in said.data.remarks] == ["path_nothing_asked"]
    assert "made no sense" in said.data.detail
