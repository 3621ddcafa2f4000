"""An accepted path has its questions, and grades say what is mastered; in any order, however often."""

import json
from dataclasses import replace
from uuid import uuid4

import pytest
from path_generator.handlers.failures import failed
from traclearn_contracts.events import parse
from traclearn_worker import Park
from traclearn_worker.testing import FakeWork


async def create(course, event):
    said = await course.creation.handle(event, FakeWork(course.store))
    for each in said:
        parse(each.source, each.detail_type, json.loads(json.dumps(each.detail())))
    return said


async def test_each_ticket_gets_its_question_with_reference_and_rubric(course, proposed, accepted):
    _, path = await proposed()
    said = await create(course, accepted(path))
    assert [(one.data.ticket, one.data.revision) for one in said] == [(101 + n, 1) for n in range(4)]
    assert [one.data.question for one in said] == [step.question for step in path.data.steps]
    assert all(one.data.reference and one.data.rubric for one in said)
    assert {one.data.learner for one in said} == {path.metadata.learner}
    assert said[3].data.sources[0].title == "On isolation, Isolation"
    assert said[3].data.sources[0].href == "wiki/isolation"


async def test_steps_that_were_dropped_get_none(course, proposed, accepted):
    _, path = await proposed()
    said = await create(course, accepted(path, steps=path.data.steps[:2]))
    assert [one.data.ticket for one in said] == [101, 102]


async def test_same_event_twice_publishes_nothing_new(course, proposed, accepted):
    _, path = await proposed()
    event = accepted(path)
    assert len(await create(course, event)) == 4
    assert await create(course, event) == []


async def test_path_accepted_again_with_other_tickets_gets_questions_there(course, proposed, accepted):
    _, path = await proposed()
    await create(course, accepted(path))
    again = await create(course, accepted(path, first=201))
    assert [one.data.ticket for one in again] == [201, 202, 203, 204]


async def test_ticket_that_another_path_uses_too_keeps_its_question(course, proposed, accepted):
    _, one = await proposed()
    await create(course, accepted(one))
    _, other = await proposed()
    assert [step.question for step in one.data.steps] == [step.question for step in other.data.steps]
    assert await create(course, accepted(other)) == []


@pytest.fixture
def asks_by_difficulty(course, monkeypatch):
    """Each difficulty has questions of its own, with a rubric of their own."""
    make = course.maker.make

    def harder(concept, passages, difficulty, exclude=()):
        question = make(concept, passages, difficulty, exclude)
        points = tuple(replace(point, criterion=f"{difficulty}: {concept}") for point in question.rubric)
        return replace(question, text=f"{question.text} ({difficulty})", rubric=points, difficulty=difficulty)

    monkeypatch.setattr(course.maker, "make", harder)


async def test_ticket_that_a_path_of_another_difficulty_shares_keeps_the_question_that_its_learner_sees(
    course, proposed, accepted, asks_by_difficulty
):
    _, easy = await proposed(difficulty=2)
    (first, *_) = await create(course, accepted(easy))
    _, hard = await proposed(difficulty=4)
    assert hard.data.steps[0].question == first.data.question.replace("(2)", "(4)")
    event = accepted(hard)
    assert await create(course, event) == await create(course, event) == []
    assert {revision for _, revision, _ in course.store.published.values()} == {1}


async def test_gap_on_a_shared_ticket_is_looked_for_by_the_rubric_that_it_is_graded_by(
    course, proposed, accepted, asks_by_difficulty
):
    _, easy = await proposed(difficulty=2)
    await create(course, accepted(easy))
    _, hard = await proposed(difficulty=4)
    await create(course, accepted(hard))
    places = await course.store.find_places(easy.metadata.learner, 101)
    assert [set(place.criteria.values()) for place in places] == [{"2: table"}] * 2


async def test_only_a_step_that_the_learner_took_anew_gets_a_question_of_its_own(
    course, proposed, accepted, asks_by_difficulty
):
    _, easy = await proposed(difficulty=2)
    await create(course, accepted(easy, steps=easy.data.steps[:2]))
    _, hard = await proposed(difficulty=4)
    said = await create(course, accepted(hard))
    assert [(one.data.ticket, one.data.question) for one in said] == [
        (103, hard.data.steps[2].question),
        (104, hard.data.steps[3].question),
    ]


async def test_number_that_a_restored_trac_gave_to_another_step_gets_its_question_with_a_greater_revision(
    course, proposed, accepted
):
    _, one = await proposed()
    await create(course, accepted(one))
    _, other = await proposed()
    again = await create(course, accepted(other, first=103))
    assert [(said.data.ticket, said.data.revision) for said in again] == [
        (103, 2),
        (104, 2),
        (105, 1),
        (106, 1),
    ]
    assert [said.data.question for said in again] == [step.question for step in other.data.steps]


async def test_number_that_a_restored_trac_gave_to_another_passage_of_the_concept_gets_its_question(
    course, proposed, accepted
):
    _, one = await proposed()
    await create(course, accepted(one))
    located = course.corpus.located
    for chunk, old in located.items():
        said = f"Something else is said of {old.passage.name} now, and it is new."
        located[chunk] = replace(old, passage=replace(old.passage, text=said))
    course.corpus.generation += 1
    _, other = await proposed()
    again = await create(course, accepted(other))
    assert [(said.data.ticket, said.data.revision) for said in again] == [(101 + n, 2) for n in range(4)]


async def test_acceptance_before_its_request_waits(course, proposed, accepted, request_path):
    _, elsewhere = await proposed()
    event = accepted(elsewhere)
    unknown = event.model_copy(update={"data": event.data.model_copy(update={"path": uuid4()})})
    with pytest.raises(Park) as parked:
        await create(course, unknown)
    assert parked.value.key == f"path:{unknown.data.path}"


@pytest.mark.parametrize("producer", ["traclearn.api", "traclearn.path-generator"])
async def test_only_trac_says_which_ticket_is_which_step(course, proposed, accepted, producer):
    _, path = await proposed()
    assert await create(course, accepted(path, metadata={"producer": producer})) == []
    assert not course.store.published


async def test_another_learner_accepts_nothing(course, proposed, accepted):
    _, path = await proposed()
    assert await create(course, accepted(path, metadata={"learner": "somebody-else"})) == []
    assert not course.store.published and not course.store.tickets


async def test_steps_that_were_never_proposed_are_left_alone(course, proposed, accepted):
    _, path = await proposed()
    foreign = [path.data.steps[0].model_copy(update={"step": uuid4()}), path.data.steps[1]]
    said = await create(course, accepted(path, steps=foreign))
    assert [one.data.ticket for one in said] == [102]


async def take(course, *events):
    for event in events:
        handler = course.grades.graded if "AnswerGraded" in event.detail_type else course.grades.overridden
        await handler(event, FakeWork(course.store))


async def next_path(proposed):
    _, said = await proposed()
    return said


async def test_mastered_concept_is_left_out_and_named(course, proposed, accepted, graded):
    _, path = await proposed()
    await create(course, accepted(path))
    await take(course, graded(101, 0.8, path.metadata.learner), graded(102, 0.79, path.metadata.learner))
    said = await next_path(proposed)
    assert [step.concept for step in said.data.steps] == ["transaction", "lock", "isolation"]
    assert [(one.concept, one.reason) for one in said.data.skipped] == [("table", "mastered")]
    assert said.data.steps[0].reason == "you missed it before; needed for isolation"
    assert [one.code for one in said.data.steps[0].remarks] == ["step_missed", "step_needed_for"]


async def test_concept_that_was_renamed_stays_mastered(course, proposed, accepted, graded, call):
    _, path = await proposed()
    await create(course, accepted(path))
    await take(course, graded(101, 0.9, path.metadata.learner), graded(102, 0.2, path.metadata.learner))
    call("table", "relation", former=("table",))
    call("transaction", "unit of work", former=("transaction",))
    said = await next_path(proposed)
    assert [(one.concept, one.reason) for one in said.data.skipped] == [("relation", "mastered")]
    assert [step.concept for step in said.data.steps] == ["unit of work", "lock", "isolation"]
    assert said.data.steps[0].reason == "you missed it before; needed for isolation"


async def test_merge_keeps_what_was_mastered_by_the_wholes_name_and_not_by_a_parts_alone(
    course, proposed, accepted, graded, call
):
    _, path = await proposed()
    await create(course, accepted(path))
    await take(course, graded(102, 0.9, path.metadata.learner))
    call("lock", "lock", merged=("transaction",))
    said = await next_path(proposed)
    assert [step.concept for step in said.data.steps] == ["table", "lock", "isolation"]
    await take(course, graded(103, 0.9, path.metadata.learner))
    said = await next_path(proposed)
    assert [one.concept for one in said.data.skipped] == ["lock"]


async def test_grades_that_come_before_the_tickets_count_too(course, proposed, accepted, graded):
    _, path = await proposed()
    await take(course, graded(101, 1.0, path.metadata.learner))
    await create(course, accepted(path))
    assert (await next_path(proposed)).data.steps[0].concept == "transaction"


async def test_all_mastered_leaves_nothing(course, proposed, accepted, graded):
    _, path = await proposed()
    await create(course, accepted(path))
    await take(course, *(graded(101 + n, 1.0, path.metadata.learner) for n in range(4)))
    said = await next_path(proposed)
    assert (said.detail_type, said.data.reason) == ("PathUnavailable.v1", "nothing_left")
    assert [one.code for one in said.data.remarks] == ["path_nothing_left"]


async def test_grades_of_others_master_nothing_for_the_learner(course, proposed, accepted, graded):
    _, path = await proposed()
    await create(course, accepted(path))
    await take(course, graded(101, 1.0, "somebody-else"))
    assert len((await next_path(proposed)).data.steps) == 4


@pytest.mark.parametrize("backwards", [False, True])
async def test_person_counts_over_machine_and_a_later_attempt_over_both(
    course, proposed, accepted, graded, backwards
):
    _, path = await proposed()
    await create(course, accepted(path))
    learner = path.metadata.learner
    events = [
        graded(101, 0.9, learner, attempt=1, revision=3),
        graded(101, 0.2, learner, "GradeOverridden.v1/plain", attempt=1, revision=1),
        graded(102, 0.2, learner, "GradeOverridden.v1/plain", attempt=1, revision=9),
        graded(102, 0.9, learner, attempt=2, revision=1),
    ]
    await take(course, *(reversed(events) if backwards else events), *events)
    said = await next_path(proposed)
    assert [one.concept for one in said.data.skipped] == ["transaction"]


async def test_failed_acceptance_says_nothing_to_the_learner(course, proposed, accepted):
    _, path = await proposed()
    assert await failed(accepted(path), "waits for path", FakeWork(course.store)) == []
