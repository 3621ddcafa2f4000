"""When a passed step is due: the same grades give the same, in any order, twice or late."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from path_generator.application.review_updates import ReviewUpdates
from path_generator.domain.grade import Grade, WithdrawnGrade
from path_generator.domain.review_schedule import ReviewSchedule, ScheduledReview
from traclearn_worker.testing import FakeWork

START = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
SCHEDULE = ReviewSchedule(0.9)


def grade(attempt, score, days, person=False, revision=1):
    at = START + days * DAY
    return Grade("ada", 7, attempt, person, revision, at, uuid4(), score, at, uuid4())


def review(*scores_and_days):
    return SCHEDULE.review_of(grade(n, *pair) for n, pair in enumerate(scores_and_days, 1))


def test_step_that_was_never_passed_has_no_review():
    assert review((0.79, 0), (0.1, 1)) == ScheduledReview(2)


def test_history_begins_with_the_first_pass():
    assert review((0.1, 0), (0.8, 1)) == ScheduledReview(2, 1, START + DAY, START + 3 * DAY)


def test_intervals_grow_with_each_pass():
    days, gaps = [0], []
    for _ in range(4):
        found = review(*((1.0, day) for day in days))
        gaps.append((found.due_at - found.reviewed_at).days)
        days.append(days[-1] + gaps[-1])
    assert gaps == [2, 11, 46, 163], "as fsrs 6.3 has it with its default parameters"


def test_failed_review_is_due_at_once_and_the_next_pass_comes_sooner():
    failed = review((1.0, 0), (0.5, 2))
    assert failed == ScheduledReview(2, 2, START + 2 * DAY, START + 2 * DAY)
    passed, never_failed = review((1.0, 0), (0.5, 2), (1.0, 3)), review((1.0, 0), (1.0, 3))
    assert DAY <= passed.due_at - passed.reviewed_at < never_failed.due_at - never_failed.reviewed_at


def test_pass_on_the_day_of_a_failure_is_followed_by_a_day_at_least():
    found = review((1.0, 0), (0.5, 2), (1.0, 2.01))
    assert found.due_at - found.reviewed_at >= DAY


def test_grade_that_came_after_a_later_attempt_s_moves_nothing_back():
    late = SCHEDULE.review_of([grade(1, 1.0, 5), grade(2, 1.0, 3)])
    assert late.reviewed_at == START + 5 * DAY and late.due_at > late.reviewed_at


def test_lower_retention_reviews_later():
    grades = [grade(1, 1.0, 0), grade(2, 1.0, 2)]
    assert ReviewSchedule(0.8).review_of(grades).due_at > SCHEDULE.review_of(grades).due_at


@given(st.permutations([grade(n, score, 3 * n) for n, score in enumerate((0.2, 1, 0.9, 0.3, 0.85), 1)]))
def test_attempts_in_any_order_give_the_same(grades):
    assert SCHEDULE.review_of(grades) == review((0.2, 3), (1, 6), (0.9, 9), (0.3, 12), (0.85, 15))


@given(
    st.lists(
        st.builds(
            grade,
            st.integers(1, 4),
            st.sampled_from([0.0, 0.79, 0.8, 1.0]),
            st.integers(0, 400),
            st.booleans(),
            st.integers(1, 3),
        ),
        min_size=1,
        max_size=8,
    ),
    st.randoms(use_true_random=False),
    st.integers(0, 8),
)
def test_grades_and_withdrawals_in_any_order_and_twice_leave_the_same(new_service, grades, dice, bound_after):
    """The ticket becomes a step before, between or after them; each second override is withdrawn."""
    overrides = [grade for grade in grades if grade.person][::2]
    said = [WithdrawnGrade(uuid4(), grade.event_id, grade.at + DAY, "ada", 7) for grade in overrides]
    all_ = [*grades, *said]

    async def told(order):
        store, review_updates, said = new_service().store, ReviewUpdates(SCHEDULE), []
        for place in range(len(order) + 1):
            if place == min(bound_after, len(order)):
                await store.bind_ticket(7, "path", "step", "ada")
                said.append(await review_updates.add_step("ada", 7, store))
            if place < len(order):
                is_grade = isinstance(order[place], Grade)
                take = review_updates.add_grade if is_grade else review_updates.withdraw
                said.append(await take(order[place], store))
        shown = store.scheduled_reviews.get(("ada", 7)), await store.find_score("ada", 7)
        return *shown, [news for news in said if news]

    def shown(kept):
        """One that was taken back before it was ever told is none, like one that never was."""
        return kept[1] if kept and kept[1].due_at else None

    kept, score, said = asyncio.run(told(all_))
    other, other_score, _ = asyncio.run(told(dice.sample(all_, len(all_)) + dice.choices(all_, k=3)))
    assert (shown(kept), score) == (shown(other), other_score)
    assert [news.revision for news in said] == list(range(1, len(said) + 1))
    if said:
        assert (said[-1].due_at, said[-1].reviews) == (kept[1].due_at, kept[1].reviews)


@pytest.fixture
def graded(make_event):
    def make(score=1.0, attempt=1, ticket=7, kind="AnswerGraded.v1/partly", at=START, **data):
        metadata = {"event_id": str(uuid4()), "occurred_at": at.isoformat()}
        about = {"score": score, "attempt": attempt, "ticket": ticket, "learner": "ada"}
        return make_event(kind, metadata, **about, **data)

    return make


@pytest.fixture
async def step(service):
    await service.store.bind_ticket(7, "path", "step", "ada")
    return service


async def test_passed_step_is_scheduled_with_an_id_that_a_second_try_has_too(step, graded):
    event = graded()
    (said,) = await step.grades.graded(event, FakeWork(step.store))
    assert (said.detail_type, said.data.ticket, said.data.learner) == ("ReviewScheduled.v1", 7, "ada")
    assert (said.data.due_at, said.data.revision) == (START + 2 * DAY, 1)
    step.store.scheduled_reviews, step.store.grades, step.store.counting = {}, {}, {}  # as if lost
    (again,) = await step.grades.graded(event, FakeWork(step.store))
    assert again.metadata.event_id == said.metadata.event_id


async def test_grade_that_comes_twice_is_no_news(step, graded):
    event = graded()
    await step.grades.graded(event, FakeWork(step.store))
    assert await step.grades.graded(event, FakeWork(step.store)) == []


async def test_ticket_that_is_no_step_is_kept_and_not_told(service, graded):
    assert await service.grades.graded(graded(), FakeWork(service.store)) == []
    assert service.store.grades


async def test_regrade_that_passes_as_before_changes_nothing(step, graded):
    await step.grades.graded(graded(0.9), FakeWork(step.store))
    later = graded(1.0, revision=2, at=START + 9 * DAY)
    assert await step.grades.graded(later, FakeWork(step.store)) == []


async def test_pass_that_an_author_takes_back_has_no_review_any_more(step, graded):
    await step.grades.graded(graded(), FakeWork(step.store))
    lower = graded(0.2, kind="GradeOverridden.v1/plain", at=START + DAY)
    (said,) = await step.grades.overridden(lower, FakeWork(step.store))
    assert (said.data.due_at, said.data.reviewed_at, said.data.reviews) == (None, None, 0)
    assert said.data.learner == "ada" and said.data.revision == 2


async def test_pass_that_an_author_takes_back_comes_back_when_that_is_withdrawn(step, graded, make_event):
    await step.grades.graded(graded(), FakeWork(step.store))
    lower = graded(0.2, kind="GradeOverridden.v1/plain", at=START + DAY)
    await step.grades.overridden(lower, FakeWork(step.store))
    about = {"ticket": 7, "learner": "ada", "override": lower.metadata.event_id}
    event = make_event("OverrideWithdrawn.v1/plain", {"occurred_at": (START + 2 * DAY).isoformat()}, **about)
    (said,) = await step.grades.withdrawn(event, FakeWork(step.store))
    assert (said.data.due_at, said.data.revision) == (START + 2 * DAY, 3)
    assert await step.store.find_score("ada", 7) == 1.0
    assert await step.grades.withdrawn(event, FakeWork(step.store)) == []


async def test_only_grade_that_is_withdrawn_leaves_no_review(step, graded, make_event):
    override = graded(1.0, kind="GradeOverridden.v1/plain")
    await step.grades.overridden(override, FakeWork(step.store))
    about = {"ticket": 7, "learner": "ada", "override": override.metadata.event_id}
    event = make_event("OverrideWithdrawn.v1/plain", {"occurred_at": (START + DAY).isoformat()}, **about)
    (said,) = await step.grades.withdrawn(event, FakeWork(step.store))
    assert said.data.due_at is None and await step.store.find_score("ada", 7) is None


async def test_weaker_attempt_takes_no_mastery_back(step, graded):
    for attempt, score in ((1, 1.0), (2, 0.2)):
        await step.grades.graded(graded(score, attempt), FakeWork(step.store))
    assert await step.store.find_score("ada", 7) == 1.0
