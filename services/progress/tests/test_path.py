"""A path from its events, in any order."""

from datetime import timedelta
from itertools import permutations

import pytest
from progress.domain.path_document import path_document
from progress.handlers.projection import dead_letter_change, project
from traclearn_contracts.topology import read

authorization_error = read().consumer("progress").authorization_error


@pytest.fixture
def after(make_store):
    """The feed after these events, in this order, and what is known of the path then."""

    async def after(*story):
        store = make_store()
        for event in story:
            await project(event, store)
        return store.feed, store.paths

    return after


async def told(after, *story):
    feed, _ = await after(*story)
    return feed[-1].path


def story(events):
    return [
        events.path_request(),
        events.path_progressed("searching", 1),
        events.path_progressed("asking", 2, done=1, total=3),
        events.path_generated(5),
        events.path_created(9),
    ]


async def test_path_comes_from_requested_to_accepted(after, events):
    feed, _ = await after(*story(events))
    states = [(row.path["state"], row.path["phase"], row.path["done"], row.path["total"]) for row in feed]
    assert states == [
        ("requested", None, 0, 0),
        ("working", "searching", 0, 0),
        ("working", "asking", 1, 3),
        ("proposed", None, 3, 3),
        ("accepted", None, 3, 3),
    ]
    ranks = [row.path["rank"] for row in feed]
    assert ranks == sorted(ranks) and [stage for stage, _ in ranks] == [0, 1, 1, 2, 3]
    assert ranks[0][1] == 1768467600 * 10**6, "microseconds since 1970"


async def test_each_row_echoes_its_event_and_names_its_learner(after, events):
    feed, _ = await after(*story(events))
    assert [row.event_id for row in feed] == [event.metadata.event_id for event in story(events)]
    assert {(row.kind, row.learner, row.ticket, row.reason) for row in feed} == {
        ("path", "learner", None, None)
    }


async def test_accepted_path_shows_its_tickets_and_sections(after, events):
    path = await told(after, *story(events))
    assert [(step["n"], step["ticket_id"], step["needs"]) for step in path["steps"]] == [
        (1, 51, []),
        (2, 52, [1]),
        (3, 53, [2]),
    ]
    assert path["steps"][0]["source"]["section"] == "Locks, lock"
    assert (path["title"], path["minutes"], path["path_minutes"], path["step_count"]) == ("Locks", 60, 15, 3)


async def test_all_orders_leave_the_same_path(after, events):
    ends = []
    for order in permutations(story(events)):
        feed, paths = await after(*order, *reversed(order))
        ends.append((paths, feed[-1].path))
    assert all(end == ends[0] for end in ends)


async def test_late_progress_after_a_proposal_changes_nothing_and_is_echoed(after, events):
    late = events.path_progressed("asking", 99, done=2, total=3)
    feed, paths = await after(events.path_request(), events.path_generated(5), late)
    assert feed[-1].path == feed[-2].path
    assert feed[-1].event_id == late.metadata.event_id
    assert paths[events.path].headway is None


async def test_acceptance_before_its_proposal_is_kept(after, events):
    feed, _ = await after(events.path_created(), events.path_generated())
    alone, both = feed[0].path, feed[1].path
    assert (alone["state"], alone["steps"], alone["path_minutes"]) == ("accepted", [], None)
    assert both["state"] == "accepted" and [step["ticket_id"] for step in both["steps"]] == [51, 52, 53]
    assert both["rank"] == alone["rank"]


async def test_renamed_path_has_the_learner_s_title_and_is_as_far_as_before(after, events):
    path = await told(after, *story(events), events.path_changed(title="For the exam"))
    assert (path["title"], path["state"], len(path["steps"])) == ("For the exam", "accepted", 3)
    assert path["renamed_at"] == "2026-01-15T09:20:00+00:00"
    assert path["rank"] == (await told(after, *story(events)))["rank"]
    early = await told(after, events.path_request(), events.path_changed(title="For the exam"))
    assert (early["title"], early["state"]) == ("For the exam", "requested")


async def test_given_up_path_keeps_its_steps_and_tickets(after, events):
    path = await told(after, *story(events), events.path_changed(30, state="given_up"))
    assert (path["state"], path["title"], path["renamed_at"]) == ("given_up", "Locks", None)
    assert [step["ticket_id"] for step in path["steps"]] == [51, 52, 53]
    assert path["rank"] == [4, 1768469400 * 10**6]
    early = await told(after, events.path_progressed(), events.path_changed(state="given_up"))
    assert (early["state"], early["phase"]) == ("given_up", None)


async def test_changes_in_any_order_leave_the_same_path(after, events):
    changes = [
        events.path_generated(5),
        events.path_created(9),
        events.path_changed(20, title="Once"),
        events.path_changed(21, title="Twice"),
        events.path_changed(22, state="given_up"),
        events.path_material(1, ["lock"]),
    ]
    ends = []
    for order in permutations(changes):
        feed, paths = await after(events.path_request(), *order, *reversed(order))
        ends.append((paths, feed[-1].path))
    assert all(end == ends[0] for end in ends)
    assert (ends[0][1]["title"], ends[0][1]["state"]) == ("Twice", "given_up")


async def test_step_whose_passage_left_is_retired_until_it_is_back(after, events):
    gone = await told(after, *story(events), events.path_material(1, ["isolation"]))
    assert [step["retired"] for step in gone["steps"]] == [False, True, False]
    assert [step["ticket_id"] for step in gone["steps"]] == [51, 52, 53], "its ticket stays"
    assert gone["rank"] == (await told(after, *story(events)))["rank"]
    back = await told(after, *story(events), events.path_material(1, ["isolation"]), events.path_material(2))
    assert not any(step["retired"] for step in back["steps"])


async def test_step_whose_passage_moved_teaches_from_there(after, events):
    before = await told(after, *story(events))
    path = await told(after, *story(events), events.path_material(1, moved=["lock"]))
    source = path["steps"][0]["source"]
    assert (source["chunk"], source["name"], source["title"]) == (
        "other chunk lock",
        "b.pdf",
        "More on locks",
    )
    assert (source["text"], source["section"]) == ("A lock keeps others out.", "")
    assert path["steps"][1:] == before["steps"][1:]


async def test_of_two_words_on_material_the_greater_version_counts(after, events):
    gone, back = events.path_material(1, ["lock"], minute=50), events.path_material(2, minute=40)
    for order in permutations([gone, back, events.path_generated(), events.path_created()]):
        _, paths = await after(*order, *reversed(order))
        shown = path_document(paths[events.path])["steps"]
        assert [step["retired"] for step in shown] == [False] * 3


async def test_proposed_path_shows_retired_steps_too(after, events):
    path = await told(after, events.path_material(1, ["lock"]), events.path_generated())
    assert (path["state"], [step["retired"] for step in path["steps"]]) == ("proposed", [True, False, False])


async def test_refused_path_that_is_given_up_shows_no_steps(after, events):
    given_up = events.path_changed(state="given_up")
    path = await told(after, events.path_generated(5), events.path_unavailable(6), given_up)
    assert (path["state"], path["steps"], path["reason"]) == ("given_up", [], None)


@pytest.mark.parametrize("backwards", [False, True])
async def test_of_two_acceptances_the_later_stands(after, events, backwards):
    two = [events.path_created(9), events.path_created(10, first_ticket=71)]
    path = await told(after, events.path_generated(), *(reversed(two) if backwards else two))
    assert [step["ticket_id"] for step in path["steps"]] == [71, 72, 73]


async def test_dropped_and_swapped_steps_are_told_as_the_learner_took_them(after, events):
    created = events.path_created(concepts=("deadlock", "isolation"))
    path = await told(after, events.path_generated(), created)
    assert [(step["n"], step["concept"], step["needs"]) for step in path["steps"]] == [
        (1, "deadlock", [2]),
        (2, "isolation", []),
    ]
    assert (path["step_count"], path["path_minutes"]) == (2, 10)
    assert {"concept": "lock", "reason": "dropped"} in path["skipped"]


async def test_unavailable_path_says_why_and_what_is_nearest(after, events):
    path = await told(after, events.path_request(), events.path_progressed(), events.path_unavailable())
    assert (path["state"], path["reason"], path["detail"]) == (
        "unavailable",
        "not_covered",
        "Nothing about this.",
    )
    assert path["nearest"] == [{"concept": "lock", "title": "Locks"}] and path["phase"] is None


async def test_waiting_path_says_for_what(after, events):
    path = await told(after, events.path_progressed("waiting", detail="The knowledge base is away."))
    assert (path["phase"], path["detail"]) == ("waiting", "The knowledge base is away.")
    assert (path["goal"], path["minutes"]) == ("", None), "the request has not come yet"


async def test_request_by_both_doors_is_one_path(after, events):
    by_api = events.path_request(minute=1, producer="traclearn.api")
    for order in permutations([events.path_request(), by_api]):
        feed, paths = await after(*order)
        assert len(feed) == 2 and list(paths) == [events.path]
        assert paths[events.path].request.at == events.path_request().metadata.occurred_at


@pytest.mark.parametrize(
    "kind",
    ["path_request", "path_progressed", "path_generated", "path_created", "path_changed", "path_material"],
)
async def test_another_learner_s_event_touches_no_path(after, events, make_events, kind):
    mine = story(events)
    data = {"state": "given_up"} if kind == "path_changed" else {}
    forged = getattr(events, kind)(minute=500, **data)
    metadata = forged.metadata.model_copy(update={"learner": "other", "event_id": events.path})
    forged = forged.model_copy(update={"metadata": metadata})
    feed, paths = await after(*mine, forged)
    assert paths == (await after(*mine))[1]
    row = feed[-1]
    assert (row.kind, row.reason, row.learner, row.path) == ("rejected", "not_yours", "other", None)
    assert row.event_id == forged.metadata.event_id


@pytest.mark.parametrize("kind", ["path_created", "path_changed"])
async def test_only_trac_says_what_became_of_tickets(after, events, kind):
    data = {"state": "given_up"} if kind == "path_changed" else {}
    forged = getattr(events, kind)(producer="traclearn.api", **data)
    assert authorization_error(forged) is None, "nothing for the dead letters"
    feed, paths = await after(events.path_generated(), forged)
    assert paths[events.path].progress[0] == paths[events.path].current[0] == "proposed"
    assert (feed[-1].kind, feed[-1].reason) == ("rejected", "not_minted")


def test_events_of_the_generator_come_from_the_generator(events):
    said = (events.path_generated(), events.path_progressed(), events.path_unavailable())
    for event in (*said, events.path_material()):
        assert authorization_error(event) is None
        assert authorization_error(event.model_copy(update={"source": "traclearn.trac"}))


async def test_paths_are_locked_before_they_are_read(events, store):
    await project(events.path_request(), store)
    assert store.locked == [None, events.path]


async def test_repeated_event_writes_nothing(events, store):
    for event in story(events):
        await project(event, store)
    saves = store.saves
    for event in story(events):
        await project(event, store)
    assert store.saves == saves


def test_dead_lettered_path_event_closes_the_outbox(events):
    row = dead_letter_change(events.path_created(), "why")
    assert (row.kind, row.reason, row.learner) == ("rejected", "why", "learner")


async def test_refusal_after_a_proposal_counts_until_the_path_is_accepted(after, events):
    later = events.path_unavailable(6, "failed")
    path = await told(after, events.path_generated(5), later)
    assert (path["state"], path["steps"]) == ("unavailable", [])
    path = await told(after, events.path_generated(5), later, events.path_created(4))
    assert (path["state"], len(path["steps"]), path["reason"]) == ("accepted", 3, None)


async def test_requested_at_is_the_request_s_once_it_came(after, events):
    _, paths = await after(events.path_progressed(minute=3))
    early = path_document(paths[events.path])
    assert early["requested_at"] == early["at"] == "2026-01-15T09:03:00+00:00"
    request = events.path_request()
    path = await told(after, events.path_progressed(minute=3), request)
    assert path["requested_at"] == request.metadata.occurred_at.isoformat()
    assert path["rank"][1] == microseconds(request.metadata.occurred_at + timedelta(minutes=3))


def microseconds(at):
    return int(at.timestamp()) * 10**6
