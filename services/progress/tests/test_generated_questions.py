"""Questions that the path generator made, and what authors say of them: in any order."""

from itertools import permutations

import pytest
from progress.domain.errors import QuestionWithoutDraft
from progress.domain.generated_question import question_document
from progress.handlers.projection import project


@pytest.fixture
def story(events):
    """The latest word is the edit."""
    edit = {"question": "Why?", "rubric": [{"id": "1", "criterion": "So"}]}
    return [
        events.question_drafted(1),
        events.question_drafted(3, question="Later?"),
        events.question_reviewed(4, "withdrawn"),
        events.question_reviewed(6, "edited", **edit),
        events.question_reviewed(5, "approved"),
    ]


async def test_any_order_and_repetition_leave_the_same(story, make_store):
    ends = []
    for order in permutations(story):
        store = make_store()
        for event in (*order, *reversed(order)):
            await project(event, store)
        ends.append(store.generated)
    assert all(end == ends[0] for end in ends)
    (question,) = ends[0].values()
    shown = question_document(question, 2, 1, ["odd"])
    assert (shown["state"], shown["question"], shown["drafted"], shown["uses"]) == (
        *("edited", "Why?", "What is a lock?"),
        2,
    )
    assert (shown["reference"], shown["rubric"][0]["criterion"]) == ("A lock keeps others out.", "So")
    assert shown["drafted_at"][14:16] == "01" and shown["reviewed_at"][14:16] == "06"


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ({}, []),
        ({"further_references": []}, []),
        ({"further_references": ["It waits.", "So"]}, ["It waits.", "So"]),
    ],
)
async def test_other_full_answers_are_those_of_the_edit(events, store, said, shown):
    for event in (events.question_drafted(1), events.question_reviewed(2, "edited", question="Why?", **said)):
        await project(event, store)
    (question,) = store.generated.values()
    assert question_document(question, 0, 0, ())["further_references"] == shown
    await project(events.question_reviewed(3, "approved"), store)
    (question,) = store.generated.values()
    assert question_document(question, 0, 0, ())["further_references"] == []


async def test_edit_that_was_kept_before_there_were_other_full_answers_has_none(events, store):
    for event in (events.question_drafted(1), events.question_reviewed(2, "edited", question="Why?")):
        await project(event, store)
    ((name, question),) = store.generated.items()
    del store.generated[name].review.data["further_references"]
    assert question_document(question, 0, 0, ())["further_references"] == []


async def test_withdrawn_after_an_edit_shows_the_words_of_the_draft(events, store):
    for event in (
        events.question_drafted(1),
        events.question_reviewed(2, "edited", question="Why?"),
        events.question_reviewed(3, "withdrawn"),
    ):
        await project(event, store)
    (question,) = store.generated.values()
    assert question_document(question, 0, 0, ())["question"] == "What is a lock?"


async def test_question_without_its_draft_is_named(events, store):
    await project(events.question_reviewed(1, "approved"), store)
    ((name, question),) = store.generated.items()
    with pytest.raises(QuestionWithoutDraft, match=str(name)):
        question_document(question, 0, 0, ())


async def test_each_leaves_an_echo_and_no_learner_behind(story, store):
    for event in story[1:3]:
        await project(event, store)
    assert [(row.kind, row.learner) for row in store.feed] == [
        ("question_drafted", None),
        ("question_reviewed", "author"),
    ]


async def test_latest_dispute_of_a_learner_stands(events, make_store):
    for order in permutations([events.question_disputed(3, "once"), events.question_disputed(4, "twice")]):
        store = make_store()
        for event in (*order, *order):
            await project(event, store)
        assert [one.note for one in store.disputes.values()] == ["twice"]
        assert {(row.kind, row.learner, row.ticket) for row in store.feed} == {
            ("question_disputed", "learner", 42)
        }


async def test_dispute_that_trac_does_not_say_or_of_no_ticket_is_rejected(events, make_store):
    said = events.question_disputed(producer="traclearn.api")
    for event, store in ((said, make_store()), (events.question_disputed(), make_store(tickets=()))):
        await project(event, store)
        assert store.disputes == {} and [row.kind for row in store.feed] == ["rejected"]


async def test_latest_word_on_a_course_stands(events, make_store):
    for order in permutations([events.course_changed(1), events.course_changed(2, "at_once")]):
        store = make_store()
        for event in (*order, *order):
            await project(event, store)
        assert store.courses["databases"].generated_questions == "at_once"
        assert {row.kind for row in store.feed} == {"course_changed"}
