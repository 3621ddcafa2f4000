"""Appeals: taken up, assessed, decided and opened again, or refused; in any order."""

import asyncio
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from progress.domain.appeal_status import appeal_document
from progress.handlers.projection import dead_letter_change, project
from traclearn_contracts.grades import grade_id
from traclearn_contracts.topology import read

authorization_error = read().consumer("progress").authorization_error


async def told(store, *story):
    for event in story:
        await project(event, store)
    return store


def shown(store, attempt=1, learner="learner"):
    """(state, why) of the attempt's appeal; None: there is none."""
    statuses = store.appeals.get((learner, 42, attempt))
    document = appeal_document(statuses) if statuses else None
    return document and (document["state"], document["why"])


def rows(store, start=0):
    """(kind, reason, state of the appeal) of the feed's rows."""
    return [(row.kind, row.reason, row.appeal and row.appeal["state"]) for row in store.feed[start:]]


@pytest.fixture
def graded(events):
    return [events.answer(), events.grade()]


async def test_appeal_is_open_and_its_row_tells_of_it(events, store, graded):
    appeal = events.appeal(grade=graded[1])
    row = (await told(store, *graded, appeal)).feed[-1]
    assert (row.kind, row.learner, row.ticket, row.attempt) == ("appeal", "learner", 42, 1)
    assert row.event_id == appeal.metadata.event_id
    assert row.appeal == {
        "id": str(appeal.metadata.event_id),
        "state": "open",
        "why": None,
        "reason": "It is there .",
        "answer": "",
        "at": "2026-01-15T09:31:00+00:00",
        "rank": 1768469460000000,
    }


@pytest.mark.parametrize(
    "said",
    [
        ("stands", "second_agrees", "stands"),
        ("to_author", "second_differs", "with_author"),
        ("to_author", "no_second_voice", "with_author"),
    ],
)
async def test_second_grader_says_whether_the_grade_stands(events, store, graded, said):
    outcome, why, state = said
    appeal = events.appeal(grade=graded[1])
    assessed = events.assessed(appeal, outcome, why=why)
    row = (await told(store, *graded, appeal, assessed)).feed[-1]
    assert (row.kind, row.appeal["state"], row.appeal["why"]) == ("appeal", state, why)
    assert row.event_id == assessed.metadata.event_id
    assert row.appeal["at"] == assessed.metadata.occurred_at.isoformat()


@pytest.mark.parametrize("names_it", [True, False])
async def test_authors_grade_decides_the_appeal_with_or_without_naming_it(events, store, graded, names_it):
    appeal = events.appeal(grade=graded[1])
    said = {"reason": "Your second sentence says it."}
    said |= {"appeal": str(appeal.metadata.event_id)} if names_it else {}
    await told(store, *graded, appeal, events.override(minute=70, said=said))
    row = store.feed[-1]
    assert (row.appeal["state"], row.appeal["why"]) == ("decided", "author")
    assert row.appeal["answer"] == "Your second sentence says it."
    assert row.event_id == appeal.metadata.event_id
    assert rows(store)[-2] == ("overridden", None, None)


async def test_withdrawn_decision_opens_it_for_authors_again_and_another_decides_it(events, store, graded):
    appeal, first = events.appeal(grade=graded[1]), events.override(minute=70)
    story = [appeal, events.assessed(appeal, "stands"), first, events.withdrawal(first, minute=80)]
    await told(store, *graded, *story)
    assert shown(store) == ("with_author", "author")
    await told(store, events.override(revision=2, minute=85))
    assert shown(store) == ("decided", "author")


async def test_decision_that_is_refused_decides_nothing(events, store, graded):
    """Two authors, of whom the second saw the machine's grade still."""
    appeal, first = events.appeal(grade=graded[1]), events.override(minute=70)
    late = {"against": str(grade_id(graded[1])), "reason": "No."}
    refused = events.override(revision=2, score=0.1, minute=71, said=late)
    await told(store, *graded, appeal, first, refused)
    document = appeal_document(store.appeals["learner", 42, 1])
    assert (document["state"], document["answer"]) == ("decided", "By hand.")


async def test_regrade_leaves_the_appeal_open(events, store, graded):
    await told(store, *graded, events.appeal(grade=graded[1]))
    changes = len(store.feed)
    await told(store, events.grade(revision=30))
    assert shown(store) == ("open", None) and rows(store, changes) == [("graded", None, None)]


async def test_appeal_without_its_grade_is_refused_until_the_grade_comes(events, make_store, graded):
    for grade in (graded[1], None):
        appeal = events.appeal(grade=grade)
        store = await told(make_store(), appeal, graded[0])
        assert shown(store) is None
        assert rows(store)[0] == ("rejected", "no_grade", None)
        await told(store, graded[1])
        assert shown(store) == ("open", None)
        assert store.feed[-1].event_id == appeal.metadata.event_id


async def test_grade_of_another_learner_is_none_that_one_can_appeal(events, store, graded, make_events):
    other = make_events(learner="bob")
    await told(store, *graded, other.answer(), other.grade(), other.appeal(grade=graded[1]))
    assert rows(store)[-1] == ("rejected", "no_grade", None) and shown(store, learner="bob") is None


async def test_grade_that_no_longer_counted_is_refused_whenever_that_is_known(events, make_store, graded):
    """The regrade was given at minute 14, before the appeal at 31."""
    regrade, appeal = events.grade(revision=2), events.appeal(grade=graded[1])
    store = await told(make_store(), *graded, regrade, appeal)
    assert rows(store)[-1] == ("rejected", "grade_replaced", None)
    late = await told(make_store(), *graded, appeal, regrade)
    assert rows(late)[-1] == ("rejected", "grade_replaced", "rejected")
    row = late.feed[-1]
    assert str(row.event_id) == row.appeal["id"] == str(appeal.metadata.event_id) and row.attempt == 1
    assert shown(store) is shown(late) is None


async def test_second_appeal_of_a_grade_is_refused_whichever_comes_first(events, make_store, graded):
    first, second = events.appeal(minute=31, name="one"), events.appeal(minute=32, name="two")
    ends = []
    for order in permutations((first, second)):
        store = await told(make_store(), *graded, *order)
        refused = [row for row in store.feed if row.kind == "rejected"]
        assert [(row.event_id, row.reason) for row in refused] == [
            (second.metadata.event_id, "already_appealed")
        ]
        ends.append(appeal_document(store.appeals["learner", 42, 1]))
    assert ends[0] == ends[1] and ends[0]["id"] == str(first.metadata.event_id)


async def test_another_grade_can_be_appealed_anew(events, store, graded):
    first, regrade = events.appeal(grade=graded[1]), events.grade(revision=30)
    await told(store, *graded, first, events.assessed(first, "stands"), regrade)
    await told(store, events.appeal(grade=regrade, minute=50))
    assert shown(store) == ("open", None)


async def test_persons_grade_cannot_be_appealed_unless_it_is_withdrawn(events, make_store, graded):
    override = events.override(minute=20)
    for named in (override, None):
        store = await told(make_store(), *graded, override, events.appeal(grade=named))
        assert rows(store)[-1] == ("rejected", "by_person", None)
    await told(store, events.withdrawal(override, minute=40), events.appeal(grade=graded[1], minute=50))
    assert shown(store) == ("open", None)


async def test_assessment_before_its_appeal_counts_when_the_appeal_comes(events, store, graded):
    appeal = events.appeal(grade=graded[1])
    await told(store, *graded, events.assessed(appeal, "stands"))
    assert rows(store)[-1] == ("appeal", None, None) and shown(store) is None
    await told(store, appeal)
    assert shown(store) == ("stands", "second_agrees")


async def test_appeal_of_a_deleted_ticket_is_rejected(events, make_store):
    for event in (events.appeal(), events.assessed(events.appeal())):
        store = await told(make_store(tickets=()), event)
        assert rows(store) == [("rejected", "unknown_ticket", None)] and store.appeals == {}
        assert store.feed[0].learner == "learner"


async def test_appeal_in_the_dead_letter_queue_touches_no_attempt(events):
    row = dead_letter_change(events.appeal(), "broken")
    assert (row.kind, row.learner, row.attempt, row.state) == ("rejected", "learner", None, None)


def test_learners_say_it_and_the_grader_alone_assesses(events):
    appeal = events.appeal()
    assert authorization_error(appeal) is None
    assert authorization_error(events.assessed(appeal)) is None
    forged = events.assessed(appeal).model_copy(update={"source": "traclearn.trac"})
    assert "does not come from" in authorization_error(forged)


async def test_same_appeal_twice_is_written_once_and_echoed_twice(events, store, graded):
    await told(store, *graded)
    saves, changes = store.saves, len(store.feed)
    await told(store, events.appeal(), events.appeal())
    assert store.saves == saves + 1 and rows(store, changes) == [("appeal", None, "open")] * 2


def everything(events):
    """Grades, appeals of several of them, assessments, decisions, withdrawals; also of another attempt."""
    grade, regrade, later = events.grade(), events.grade(revision=2), events.grade(revision=30)
    first = events.appeal(grade=grade, minute=13, name="first")
    appeals = [
        first,
        events.appeal(grade=regrade, minute=31, name="second"),
        events.appeal(grade=regrade, minute=32, name="again"),
        events.appeal(minute=45, name="third"),
        events.appeal(attempt=2, minute=33),
    ]
    override = events.override(minute=40, said={"appeal": str(appeals[1].metadata.event_id)})
    second = events.override(revision=2, score=0.3, minute=60, said={"reason": "So."})
    refused = events.override(revision=3, score=0.2, minute=61, said={"against": str(grade_id(grade))})
    return [
        *(events.answer(), grade, regrade, later, events.grade(2), *appeals),
        events.assessed(first, "stands"),
        events.assessed(appeals[1], "to_author"),
        events.assessed(appeals[1], "stands", minute=99),
        events.assessed(appeals[3], why="no_second_voice"),
        *(override, second, refused, events.withdrawal(override, minute=50)),
        events.withdrawal(second, minute=90),
    ]


@pytest.mark.parametrize("cases", [100, pytest.param(1000, marks=pytest.mark.slow)])
def test_any_appeal_events_in_any_order_end_alike(events, make_store, cases):
    pool = everything(events)

    @settings(max_examples=cases)
    @given(st.data())
    def in_any_order(data):
        part = data.draw(st.lists(st.sampled_from(range(len(pool))), min_size=1, unique=True))
        order = data.draw(st.permutations(part * 2))
        one = asyncio.run(told(make_store(), *(pool[index] for index in part)))
        other = asyncio.run(told(make_store(), *(pool[index] for index in order)))
        assert ends(one) == ends(other)
        for store in (one, other):
            assert_feed_tells_appeals(store)

    in_any_order()


def ends(store):
    return {key: (statuses.by_id, appeal_document(statuses)) for key, statuses in store.appeals.items()}


def assert_feed_tells_appeals(store):
    """Of the rows that tell of an attempt's appeal the last is that of the tables, ranks never fall, and none
    that is refused was told last to be taken up, nor the other way round."""
    last, taken = {}, {}
    for row in store.feed:
        if row.appeal:
            key = row.learner, row.ticket, row.attempt
            assert row.appeal["rank"] >= last.get(key, row.appeal)["rank"]
            last[key], taken[row.appeal["id"]] = row.appeal, row.kind == "appeal"
        elif row.kind == "rejected":
            taken[str(row.event_id)] = False
    for key, statuses in store.appeals.items():
        document = appeal_document(statuses)
        if document is None:
            assert key not in last or last[key]["state"] == "rejected"
        else:
            assert {name: last[key][name] for name in document} == document
        for id_, status in statuses.by_id.items():
            refused = status.state == "rejected"
            assert not (refused and taken[str(id_)]), "refused, and told to be taken up"
            assert not (document and document["id"] == str(id_) and not taken[str(id_)])
