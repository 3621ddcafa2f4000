"""What readers see, rule by rule."""

import pytest
from progress.domain.progress import PhaseSince, progress_of
from progress.domain.record import Record, apply_event
from progress.handlers.projection import project


def progress_after(*events, learner="learner"):
    record = Record(learner, 42)
    for event in events:
        record = apply_event(record, event)
    return progress_of(record)


def phases(found):
    return {number: at.phase for number, at in found.phases.items()}


def test_answer_goes_from_queued_by_grading_to_graded(events):
    seen = []
    steps = [events.answer(1), events.started(1), events.grade(1, score=0.8)]
    for count in range(1, 4):
        found = progress_after(*steps[:count])
        seen.append((found.current.phase, found.status, found.grade and found.grade.score))
    assert seen == [
        ("queued", "in_progress", None),
        ("grading", "in_progress", None),
        ("graded", "completed", 0.8),
    ]
    assert found.started_at == found.last_accessed == steps[0].metadata.occurred_at
    assert found.completed_at == steps[2].metadata.occurred_at


def test_a_score_below_four_fifths_is_not_completed(events):
    found = progress_after(events.answer(1), events.grade(1, score=0.79))
    assert (found.status, found.completed_at) == ("in_progress", None)


def test_time_spent_is_that_of_all_accepted_answers_as_far_as_it_is_known(events):
    answers = [events.answer(1, seconds=50), events.answer(2), events.answer(3, seconds=71)]
    assert progress_after(*answers).seconds_spent == 121
    assert progress_after(events.answer(1)).seconds_spent == 0


def test_a_newer_answer_supersedes_an_older_one(events):
    found = progress_after(events.answer(1), events.answer(2))
    assert phases(found) == {1: "superseded", 2: "queued"}
    assert (found.attempt, found.last_answer, found.grade) == (2, "answer 2", None)


def test_late_grade_of_superseded_answer_is_no_result_of_the_newest_and_counts(events):
    found = progress_after(events.answer(1), events.answer(2), events.grade(1, score=1.0))
    assert (found.attempt, found.grade, found.status) == (2, None, "completed")
    assert found.completed_at == events.grade(1).metadata.occurred_at
    assert phases(found) == {1: "graded", 2: "queued"}


def test_new_answer_to_completed_ticket_leaves_it_completed(events):
    found = progress_after(events.answer(1), events.grade(1, score=1.0), events.answer(2))
    assert (found.status, found.grade) == ("completed", None)
    assert found.started_at < found.last_accessed


def test_a_person_wins_over_a_later_machine(events):
    found = progress_after(events.answer(1), events.override(1, score=0.3), events.grade(1, 9, score=1.0))
    assert (found.grade.person, found.grade.score, found.grade.graded_by) == (True, 0.3, "author")


def test_a_greater_revision_wins(events):
    assert progress_after(events.grade(1, 2, score=0.2), events.grade(1, 1, score=1.0)).grade.score == 0.2
    assert progress_after(events.override(1, 2, score=0.2), events.override(1, 1)).grade.score == 0.2


def test_a_grade_beats_ungradable_in_both_orders(events):
    assert progress_after(events.answer(1), events.ungradable(1), events.grade(1)).current.phase == "graded"
    assert progress_after(events.answer(1), events.grade(1), events.ungradable(1)).current.phase == "graded"
    assert (
        progress_after(events.answer(1), events.ungradable(1), events.override(1)).current.phase == "graded"
    )


@pytest.mark.parametrize("end", ["grade", "ungradable", "override"])
def test_grading_started_never_moves_a_phase_back(events, end):
    before = progress_after(events.answer(1), getattr(events, end)(1))
    assert (
        progress_after(events.answer(1), getattr(events, end)(1), events.started(1)).current == before.current
    )


def test_a_delayed_answer_stays_delayed_until_there_is_a_result(events):
    record = apply_event(Record("learner", 42), events.answer(1))
    late = record.with_attempt(record.attempts[1].with_delay(events.grade(1).metadata.occurred_at))
    assert progress_of(late).current.phase == "delayed"
    assert progress_of(apply_event(late, events.started(1))).current.phase == "delayed"
    assert progress_of(apply_event(late, events.ungradable(1))).current.phase == "ungradable"
    assert progress_of(apply_event(late, events.grade(1))).current.phase == "graded"


@pytest.mark.parametrize(
    ("reason", "phase"), [("grader_failed", "ungradable"), ("not_yours", "rejected"), (None, "delayed")]
)
def test_a_later_start_takes_a_failure_or_a_delay_back_until_it_ends(events, reason, phase):
    record = apply_event(apply_event(Record("learner", 42), events.answer(1)), events.started(1))
    if reason:
        record = apply_event(record, events.ungradable(1, reason, minute=15))
    else:
        record = record.with_attempt(
            record.attempts[1].with_delay(events.ungradable(1, minute=15).metadata.occurred_at)
        )
    assert progress_of(record).current.phase == phase
    again = apply_event(record, events.started(1, minute=20))
    assert progress_of(again).current == PhaseSince(
        "grading", events.started(1, minute=20).metadata.occurred_at
    )
    late = again.with_attempt(again.attempts[1].with_delay(events.started(1, minute=26).metadata.occurred_at))
    assert progress_of(late).current.phase == "delayed"
    assert progress_of(apply_event(again, events.ungradable(1, minute=25))).current.phase == "ungradable"
    assert progress_of(apply_event(late, events.ungradable(1, minute=25))).current.phase == "ungradable"
    assert progress_of(apply_event(again, events.grade(1))).current.phase == "graded"


def test_a_grade_before_its_answer_shows_and_is_filled_in(events):
    early = progress_after(events.grade(1))
    assert (early.current.phase, early.last_answer, early.started_at) == ("graded", None, None)
    assert progress_after(events.grade(1), events.answer(1)).last_answer == "answer 1"


def test_a_grade_of_an_attempt_that_was_never_made_hides_nothing(events):
    found = progress_after(events.answer(1), events.grade(1), events.override(99))
    assert (found.attempt, found.grade.score) == (1, 0.5)


@pytest.mark.parametrize("reason", ["not_yours", "rejected"])
def test_the_graders_refusal_is_a_rejection(events, reason):
    found = progress_after(events.answer(1), events.ungradable(1, reason))
    assert (found.current.phase, found.status, found.started_at) == ("rejected", "not_started", None)


@pytest.mark.parametrize("question_first", [True, False])
async def test_answer_to_another_learners_question_is_rejected(events, store, question_first):
    question, answer = events.question(learner="somebody-else"), events.answer(1)
    for event in (question, answer) if question_first else (answer, question):
        await project(event, store)
    assert store.phases["learner", 42, 1].phase == "rejected"
    last = store.feed[-1]
    assert (last.kind, last.reason, last.event_id) == ("rejected", "not_yours", answer.metadata.event_id)
    await project(events.question(2, learner="learner"), store)
    assert store.phases["learner", 42, 1].phase == "queued"
    assert [change.kind for change in store.feed[-2:]] == ["question_received", "answer_received"]


async def test_graded_answers_stay_when_a_question_becomes_one_learners(events, store):
    for event in (events.question(), events.answer(1), events.grade(1), events.question(2, learner="else")):
        await project(event, store)
    assert store.phases["learner", 42, 1].phase == "graded"
    assert [change.kind for change in store.feed] == [
        "question_received",
        "answer_received",
        "graded",
        "question_received",
    ]
