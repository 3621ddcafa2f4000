"""Each event leaves its row in the feed; who may not speak changes nothing."""

import json
from itertools import permutations

import pytest
from progress.domain.attempt_change import OUTRANKED
from progress.domain.grade import grade_of
from progress.handlers.projection import PROJECTIONS, dead_letter_change, project
from traclearn_contracts.events import TYPES
from traclearn_contracts.files import CONTRACTS
from traclearn_contracts.models import RegradeRequestedV1
from traclearn_contracts.topology import read

REGRADE = CONTRACTS / "examples" / "RegradeRequested.v1" / "provider-away.json"
authorization_error = read().consumer("progress").authorization_error


def row(change):
    return change.kind, change.attempt, change.reason


async def test_every_event_echoes_its_id(events, store):
    all_kinds = [
        events.question(),
        events.answer(1),
        events.started(1),
        events.ungradable(1),
        events.grade(1),
        events.override(1),
    ]
    for event in all_kinds:
        await project(event, store)
    assert [change.event_id for change in store.feed] == [event.metadata.event_id for event in all_kinds]
    assert [row(change) for change in store.feed] == [
        ("question_received", None, None),
        ("answer_received", 1, None),
        ("grading_started", 1, None),
        ("ungradable", 1, "grader_failed"),
        ("graded", 1, None),
        ("overridden", 1, None),
    ]
    assert [change.learner for change in store.feed] == [None] + ["learner"] * 5
    assert {change.grade_id for change in store.feed[4:]} == set(store.grades)


async def test_superseded_and_outranked_changes_name_their_reason(events, store):
    for event in (events.answer(2), events.answer(1), events.started(1), events.grade(1), events.override(2)):
        await project(event, store)
    await project(events.grade(2), store)
    assert [row(change) for change in store.feed] == [
        ("answer_received", 2, None),
        ("answer_received", 1, "superseded"),
        ("grading_started", 1, "superseded"),
        ("graded", 1, "superseded"),
        ("overridden", 2, None),
        ("graded", 2, "outranked"),
    ]


async def followed(store, events):
    """(phase, grade) as one knows them who reads the feed alone, and as the tables say."""
    phase = grade = None
    for event in events:
        await project(event, store)
        state = store.feed[-1].state
        phase, grade = state.phase, state.grade_id
    known = store.attempts["learner", 42, 1]
    return (phase, grade), (store.phases["learner", 42, 1].phase, known.grade and known.grade.id)


async def test_a_second_answer_under_one_number_is_refused_by_its_own_event(events, store):
    first, second = events.answer(1, minute=10), events.answer(1, "another", minute=11)
    for event in (first, events.grade(1), second):
        await project(event, store)
    refused = store.feed[-1]
    assert row(refused) == ("rejected", 1, "attempt_taken")
    assert refused.event_id == second.metadata.event_id
    assert row(store.feed[0]) == ("answer_received", 1, None)


async def test_what_follows_from_a_refused_answer_carries_no_state_of_the_attempt(events, store):
    first, second = events.answer(1, minute=10), events.answer(1, "another", minute=11)
    end = events.ungradable(1, "rejected", minute=12)
    caused = end.metadata.model_copy(update={"causation_id": second.metadata.event_id})
    for event in (first, events.grade(1), second, end.model_copy(update={"metadata": caused})):
        await project(event, store)
    assert [change.state and change.state.phase for change in store.feed] == [
        "queued",
        "graded",
        "rejected",
        None,
    ]
    assert store.feed[2].state.answer == second.metadata.event_id
    assert store.feed[3].reason == OUTRANKED  # a Trac that derives states passes it over


async def test_grading_of_a_refused_answer_leaves_the_attempt_as_it_stands(events, store):
    first, second = events.answer(1, minute=10), events.answer(1, "another", minute=11)
    start = events.started(1, minute=12)
    caused = start.metadata.model_copy(update={"causation_id": second.metadata.event_id})
    for event in (first, second, start.model_copy(update={"metadata": caused})):
        await project(event, store)
    assert (store.feed[-1].state, store.feed[-1].reason) == (None, OUTRANKED)


async def test_feed_alone_gives_the_state_of_the_tables(events, make_store):
    steps = [
        events.answer(1),
        events.started(1),
        events.ungradable(1, minute=12),
        events.started(1, minute=13),
        events.ungradable(1, "no_question", minute=14),
    ]
    for count in range(1, 6):
        for order in permutations(steps[:count]):
            from_feed, from_tables = await followed(make_store(), order)
            assert from_feed == from_tables, [
                (event.detail_type, event.metadata.occurred_at) for event in order
            ]


async def test_grades_with_equal_revisions_in_all_orders(events, make_store):
    """Two authors who knew nothing of each other, twice at the very same moment, and two graders."""
    grades = [
        events.answer(1),
        events.grade(1, grader="one"),
        events.override(1, score=0.1, minute=30, actor="first"),
        events.override(1, score=0.2, minute=31, actor="second"),
        events.override(1, score=0.3, minute=31, actor="third"),
    ]
    ends = set()
    for order in permutations(grades):
        from_feed, from_tables = await followed(make_store(), order)
        assert from_feed == from_tables
        ends.add(from_tables)
    assert ends == {("graded", max(grade_of(event).id for event in grades[3:]))}


async def test_an_unknown_ticket_closes_the_outbox_and_leaves_no_rows(events, make_store):
    store = make_store(tickets=())
    for event in (
        events.answer(1),
        events.question(),
        events.override(1),
        events.grade(1),
        events.started(1),
    ):
        await project(event, store)
    assert {(change.kind, change.reason) for change in store.feed} == {("rejected", "unknown_ticket")}
    assert len(store.feed) == 5
    assert not store.progress and not store.attempts and not store.questions
    assert len(store.grades) == 2, "the ledger outlives a ticket"


async def test_only_an_answer_refused_names_its_attempt(events, make_store):
    store = make_store(tickets=())
    await project(events.answer(1), store)
    await project(events.override(1), store)
    assert [change.attempt for change in store.feed] == [1, None]


async def test_replay_of_graded_answer_writes_nothing(events, store):
    for event in (events.answer(1), events.grade(1)):
        await project(event, store)
    saves = store.saves
    await project(events.answer(1), store)
    await project(events.grade(1), store)
    assert store.saves == saves


async def test_the_ticket_is_locked_before_anything_is_read(events, store):
    await project(events.answer(1), store)
    assert store.locked == [42]


async def test_an_answer_with_a_number_of_its_own_is_none(events, store):
    """It leaves no row but its echo, which touches nobody's attempt."""
    for event in (events.question(), events.answer(1), events.grade(1)):
        await project(event, store)
    before = store.tables()
    forged = [
        events.answer(2_147_483_647, minute=10**6, producer="traclearn.api"),
        events.answer(1, "another", minute=-(10**6), producer="traclearn.api"),
    ]
    for event in forged:
        assert authorization_error(event) is None, "nothing for the dead letters"
        await project(event, store)
    assert store.tables() == before
    assert [row(change) for change in store.feed[3:]] == [("rejected", None, "not_minted")] * 2
    assert [change.event_id for change in store.feed[3:]] == [event.metadata.event_id for event in forged]
    assert {row(dead_letter_change(event, "why")) for event in forged} == {("rejected", None, "why")}


async def test_an_authors_grade_of_an_attempt_that_is_none_is_kept(events, make_store):
    """It stands in the ledger and for its number, and hides no attempt that was made."""
    steps = [
        events.answer(1),
        events.grade(1),
        events.answer(99, minute=10**6, producer="traclearn.api"),
        events.override(99, score=0.2),
        events.override(1, score=0.9),
        events.answer(2),
    ]
    ends = []
    for order in permutations(steps):
        store = make_store()
        for event in order:
            await project(event, store)
        ends.append(store.tables())
        assert store.progress["learner", 42][:3] == (2, "completed", "answer 2")
        assert store.attempts["learner", 42, 1].grade.score == 0.9
        assert store.attempts["learner", 42, 99].grade == grade_of(steps[3])
        assert store.attempts["learner", 42, 99].answer is None
        assert len(store.grades) == 3
    assert all(end == ends[0] for end in ends)


def test_every_event_has_a_projection():
    """But what the grader says to itself."""
    assert set(PROJECTIONS) == set(TYPES.values()) - {RegradeRequestedV1}


def test_events_of_allowed_sources_have_no_authorization_error(events):
    for event in (
        events.question(),
        events.answer(1),
        events.started(1),
        events.grade(1),
        events.override(1),
    ):
        assert authorization_error(event) is None
    assert authorization_error(events.question(source="traclearn.path-generator", groups=())) is None


@pytest.mark.parametrize("groups", [(), ("operators",), ("Authors",), ("authors ",)])
def test_author_events_without_the_group_are_refused(events, groups):
    assert "authors" in authorization_error(events.override(1, groups=groups))
    assert "authors" in authorization_error(events.question(groups=groups))


def test_event_of_another_services_source_is_refused(events):
    data = {"attempt": 1, "learner": "learner"}
    forged = events.make("GradingStarted.v1", "forged", 0, data, groups=("authors",))
    assert "does not come from traclearn.trac" in authorization_error(forged)
    assert authorization_error(events.override(1, source="traclearn.grader"))
    assert authorization_error(events.answer(1, source="traclearn.grader"))


def test_dead_lettered_event_leaves_a_row_in_the_feed(events):
    assert row(dead_letter_change(events.answer(1), "why")) == ("ungradable", 1, "why")
    assert row(dead_letter_change(events.grade(1), "why")) == ("ungradable", 1, "why")
    assert row(dead_letter_change(events.override(1), "why")) == ("rejected", None, "why")
    assert row(dead_letter_change(events.question(), "why")) == ("rejected", None, "why")
    assert row(dead_letter_change(events.started(1), "why")) == ("rejected", None, "why")


def test_dead_lettered_event_that_is_not_the_projectors_leaves_a_row_too(events):
    data = json.loads(REGRADE.read_text())["detail"]["data"] | {"learner": "learner"}
    lost = dead_letter_change(events.make("RegradeRequested.v1", "regrade", 0, data), "why")
    assert (*row(lost), lost.learner) == ("rejected", None, "why", "learner")
