"""Steps that are proposed after grades: open until taken or declined, in any order of events."""

from hypothesis import given
from hypothesis import strategies as st
from progress.domain.path import Path, apply_event, path_id_of
from progress.domain.path_document import path_document
from progress.handlers.projection import project
from traclearn_contracts.topology import read


def told(*story):
    """The path's document after these events."""
    path = Path(path_id_of(story[0]), "learner")
    for event in story:
        path = apply_event(path, event)
    return path_document(path)


def accepted(events):
    return [events.path_generated(5), events.path_created(9)]


def taken(events, minute=14):
    """PathCreated.v1 as Trac sends it again, with the new step before the one that it helps."""
    return events.path_created(minute, concepts=("lock", "key", "isolation", "deadlock"))


def test_proposed_step_stands_where_it_would_come(events):
    path = told(*accepted(events), events.step_proposed(needs=[1]))
    (step,) = path["proposed_steps"]
    isolation = path["steps"][1]
    assert (step["concept"], step["n"], step["needs"], step["ticket_id"]) == ("key", 2, [1], None)
    assert (step["before"], step["because"]) == (isolation["step"], {"ticket": 52, "score": 0.4})
    assert step["source"]["section"] == "Locks, key"
    assert [each["concept"] for each in path["steps"]] == ["lock", "isolation", "deadlock"]


def test_taken_step_is_a_step_that_the_helped_one_needs(events):
    path = told(*accepted(events), events.step_proposed(needs=[1]), taken(events))
    assert path["proposed_steps"] == []
    assert [(step["n"], step["concept"], step["needs"], step["ticket_id"]) for step in path["steps"]] == [
        (1, "lock", [], 51),
        (2, "key", [1], 52),
        (3, "isolation", [1, 2], 53),
        (4, "deadlock", [3], 54),
    ]
    assert (path["step_count"], path["path_minutes"]) == (4, 20)


def test_dropped_step_that_comes_back_holds_up_only_the_step_that_it_helps(events):
    dropped = events.path_created(9, concepts=("isolation", "deadlock"))
    back = events.step_proposed(concept="lock", before="deadlock")
    again = events.path_created(14, concepts=("isolation", "lock", "deadlock"))
    path = told(events.path_generated(5), dropped, back, again)
    assert [(step["concept"], step["needs"]) for step in path["steps"]] == [
        ("isolation", []),
        ("lock", []),
        ("deadlock", [1, 2]),
    ]
    assert path["skipped"] == []


def test_declined_step_goes_for_good(events):
    path = told(*accepted(events), events.step_declined(13), events.step_proposed(12))
    assert path["proposed_steps"] == []
    assert path["declined"] == [str(events.step_proposed().data.step.step)]
    assert [each["concept"] for each in path["steps"]] == ["lock", "isolation", "deadlock"]


def test_given_up_path_proposes_nothing(events):
    story = [*accepted(events), events.step_proposed()]
    assert told(*story)["proposed_steps"]
    assert told(*story, events.path_changed(30, state="given_up"))["proposed_steps"] == []


def test_step_of_a_path_that_is_not_known_yet_waits(events):
    path = told(events.step_proposed())
    assert (path["state"], path["steps"], path["proposed_steps"]) == ("requested", [], [])
    assert path["requested_at"] == "2026-01-15T09:12:00+00:00"
    assert told(events.step_proposed(), events.path_created(9))["proposed_steps"] == []


@given(st.data())
def test_all_orders_leave_the_same_path(make_events, data):
    events = make_events()
    story = [
        events.path_request(),
        events.path_generated(5),
        events.path_created(9, concepts=("isolation", "deadlock")),
        events.step_proposed(12),
        events.step_proposed(13, concept="lock", before="deadlock", n=5),
        events.path_created(14, concepts=("key", "isolation", "deadlock")),
        events.step_declined(16, "lock"),
        events.path_changed(17, title="For the exam"),
    ]
    order = data.draw(st.permutations(story))
    again = data.draw(st.lists(st.sampled_from(story), max_size=4))
    path = told(*order, *again)
    assert path == told(*story)
    assert [step["concept"] for step in path["steps"]] == ["key", "isolation", "deadlock"]
    assert (path["proposed_steps"], len(path["declined"])) == ([], 1)


async def test_row_of_the_feed_tells_of_the_path_and_no_ticket(events, store):
    for event in [*accepted(events), events.step_proposed()]:
        await project(event, store)
    row = store.feed[-1]
    assert (row.kind, row.learner, row.ticket) == ("path", "learner", None)
    assert row.event_id == events.step_proposed().metadata.event_id
    assert row.path["rank"] == store.feed[-2].path["rank"] and row.path["proposed_steps"]


async def test_another_learner_s_path_gets_no_step(events, make_events, store):
    for event in accepted(events):
        await project(event, store)
    forged = events.step_proposed()
    metadata = forged.metadata.model_copy(update={"learner": "other"})
    await project(forged.model_copy(update={"metadata": metadata}), store)
    assert (store.feed[-1].kind, store.feed[-1].reason) == ("rejected", "not_yours")
    assert not store.paths[events.path].proposed_steps


def test_only_the_path_generator_proposes(events):
    authorization_error = read().consumer("progress").authorization_error
    event = events.step_proposed()
    assert authorization_error(event) is None
    assert authorization_error(event.model_copy(update={"source": "traclearn.trac"}))
