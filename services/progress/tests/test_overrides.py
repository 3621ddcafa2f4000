"""Persons' grades: of two authors the first, and what is taken back counts no more."""

from progress.domain.grade import grade_of
from progress.handlers.projection import project


async def feed_after(store, *events):
    for event in events:
        await project(event, store)
    return [(row.kind, row.attempt, row.reason) for row in store.feed]


def score(store, attempt=1):
    grade = store.attempts["learner", 42, attempt].grade
    return grade and grade.score


def seen(grade):
    return {"against": grade_of(grade).id}


async def test_author_who_saw_the_grade_that_another_replaced_changes_nothing(events, store):
    machine = events.grade(1)
    first = events.override(1, score=0.9, minute=70, said=seen(machine))
    second = events.override(1, score=0.2, minute=71, said=seen(machine))
    told = await feed_after(store, events.answer(1), machine, first, second)
    assert told[-2:] == [("overridden", 1, None), ("rejected", 1, "decided_meanwhile")]
    assert (score(store), store.feed[-1].state.grade_id) == (0.9, grade_of(first).id)
    assert grade_of(second).id in store.grades, "the ledger has it"


async def test_author_who_saw_the_persons_grade_replaces_it(events, store):
    first = events.override(1, score=0.9, minute=70)
    second = events.override(1, 2, score=0.2, minute=71, said=seen(first))
    assert (await feed_after(store, events.answer(1), first, second))[-1] == ("overridden", 1, None)
    assert score(store) == 0.2


async def test_earlier_override_that_comes_late_refuses_the_later_and_says_so(events, store):
    machine = events.grade(1)
    first = events.override(1, score=0.9, minute=70, said=seen(machine))
    second = events.override(1, 5, score=0.2, minute=71, said=seen(machine))
    told = await feed_after(store, events.answer(1), machine, second, first)
    assert told[-3:] == [
        ("overridden", 1, None),
        ("rejected", 1, "decided_meanwhile"),
        ("overridden", 1, None),
    ]
    refused, accepted = store.feed[-2:]
    assert (refused.event_id, accepted.event_id) == (second.metadata.event_id, first.metadata.event_id)
    assert refused.state == accepted.state and score(store) == 0.9
    assert accepted.state.decisions > store.feed[-3].state.decisions, "outranks the greater revision"


async def test_withdrawal_lets_count_what_counted_before(events, store):
    override = events.override(1, score=1.0)
    told = await feed_after(store, events.answer(1), events.grade(1), override, events.withdrawal(override))
    assert told[-1] == ("withdrawn", 1, None)
    assert (score(store), store.progress["learner", 42][1]) == (0.5, "in_progress")
    assert store.feed[-1].state.grade_id == grade_of(events.grade(1)).id
    assert store.feed[-1].state.decisions == 2
    assert grade_of(override).id in store.grades


async def test_withdrawal_of_the_second_person_s_grade_leaves_the_first(events, store):
    first, second = events.override(1, score=0.9), events.override(1, 2, score=0.2)
    await feed_after(store, events.answer(1), events.grade(1), first, second, events.withdrawal(second))
    assert score(store) == 0.9


async def test_withdrawal_of_the_only_grade_leaves_the_answer_as_it_was(events, store):
    override = events.override(1)
    await feed_after(store, events.answer(1), events.ungradable(1), override, events.withdrawal(override))
    assert (score(store), store.phases["learner", 42, 1].phase) == (None, "ungradable")
    assert store.feed[-1].state.grade_id is None and store.feed[-1].counting is None


async def test_withdrawal_before_everything_makes_no_attempt_and_holds(events, store):
    override = events.override(1)
    assert await feed_after(store, events.withdrawal(override)) == [("withdrawn", 1, None)]
    assert not store.attempts and store.feed[-1].state is None
    told = await feed_after(store, override, events.grade(1))
    assert told[1:] == [("overridden", 1, "outranked"), ("graded", 1, None)]
    assert score(store) == 0.5


async def test_author_may_decide_again_after_a_withdrawal(events, store):
    machine, override = events.grade(1), events.override(1, minute=70)
    again = events.override(1, score=0.7, minute=95, said=seen(machine))
    await feed_after(store, events.answer(1), machine, override, events.withdrawal(override, 90), again)
    assert score(store) == 0.7


async def test_withdrawal_that_comes_twice_writes_nothing(events, store):
    override = events.override(1)
    await feed_after(store, events.answer(1), override, events.withdrawal(override))
    saves = store.saves
    await project(events.withdrawal(override), store)
    assert store.saves == saves


async def test_override_says_points_and_why(events, store):
    said = {"items": [{"id": "a", "verdict": "partly"}], "reason": "Half of it.", "appeal": str(events.path)}
    await feed_after(store, events.answer(1), events.override(1, said=said))
    grade = store.attempts["learner", 42, 1].grade
    assert (grade.cause, grade.reason, grade.items[0]["verdict"]) == ("appeal", "Half of it.", "partly")


async def test_withdrawal_of_an_unknown_ticket_s_grade_closes_the_outbox(events, make_store):
    store = make_store(tickets=())
    told = await feed_after(store, events.withdrawal(events.override(1)))
    assert told == [("rejected", None, "unknown_ticket")]
