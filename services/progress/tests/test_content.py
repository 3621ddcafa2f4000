"""Documents: the same events in any order leave the same row, and the feed tells all of it each time."""

import asyncio
import json
from itertools import islice, permutations
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from progress.domain.material import content_summary
from progress.handlers.projection import dead_letter_change, project
from traclearn_contracts.events import parse
from traclearn_contracts.files import CONTRACTS
from traclearn_contracts.topology import read

authorization_error = read().consumer("progress").authorization_error
EXAMPLES = sorted(
    path
    for name in ("Content*.v1", "WikiPageChanged.v1")
    for path in (CONTRACTS / "examples").glob(f"{name}/*")
)


async def taken(store, events):
    for event in events:
        await project(event, store)
    return store.documents


async def seen(make_store, *events):
    """What the feed tells last."""
    store = make_store()
    await taken(store, events)
    return store.feed[-1].content


@pytest.mark.parametrize("step", [11, pytest.param(1, marks=pytest.mark.slow)])
async def test_all_orders_with_duplicates_leave_one_row(events, make_store, step):
    """The second copies come in the opposite order, so that each follows everything at least once."""
    seven = events.history()
    expected = await taken(make_store(), seven)
    for order in islice(permutations(seven), 0, None, step):
        assert await taken(make_store(), [*order, *reversed(order)]) == expected
    summary = content_summary(next(iter(expected.values())))
    assert (summary["state"], summary["revision"], summary["live_revision"]) == ("removed", 3, None)


@pytest.mark.parametrize("cases", [50, pytest.param(300, marks=pytest.mark.slow)])
def test_any_content_events_in_any_order_end_alike(events, make_events, make_store, cases):
    pool = [
        *events.history(),
        *(events.progressed(2, "embedding", minute, done=minute, total=40) for minute in (21, 23)),
        events.progressed(2, "waiting", 22, detail="No budget."),
        events.rejected(2, minute=98, reason="failed", detail="Try again."),
        events.progressed(4, "uploaded"),
        events.indexed(4, pages=None),
        events.removed(5),
        make_events(document=UUID(int=1)).indexed(1),
    ]

    @settings(max_examples=cases)
    @given(st.data())
    def in_any_order(data):
        part = data.draw(st.lists(st.sampled_from(range(len(pool))), min_size=1, unique=True))
        order = data.draw(st.permutations(part * 2))
        one = asyncio.run(taken(make_store(), [pool[index] for index in part]))
        another = asyncio.run(taken(make_store(), [pool[index] for index in order]))
        assert one == another

    in_any_order()


async def test_the_row_of_a_document_that_was_rejected_tells_of_what_is_still_found(events, make_store):
    assert await seen(make_store, events.indexed(1, dropped=2), events.rejected(2)) == {
        "document": "0d9cb9b4-5a0e-5f0c-9a6e-6a3a0f6b1c11",
        "name": "a/b.pdf",
        "origin": "upload",
        "state": "rejected",
        "revision": 2,
        "live_revision": 1,
        "done": 0,
        "total": 0,
        "reason": "scanned",
        "detail": "Pictures only.",
        "subject": "databases",
        "title": "Title 1",
        "type": "application/pdf",
        "pages": 9,
        "chunks": 40,
        "embedded": 3,
        "dropped": 2,
        "model": "test",
        "reused": 37,
        "generation": 1,
        "receipt": None,
        "at": "2026-01-15T09:24:00+00:00",
    }


@pytest.mark.parametrize("late", ["progressed", "rejected", "indexed"])
async def test_late_event_of_a_removed_revision_shows_nothing(events, make_store, late):
    summary = await seen(make_store, events.removed(3), getattr(events, late)(2, minute=99))
    assert (summary["state"], summary["revision"], summary["live_revision"], summary["title"]) == (
        "removed",
        3,
        None,
        None,
    )
    assert summary["receipt"] == {"chunks": 40, "edges": 3, "concepts": 5}


async def test_revision_after_the_removal_is_live(events, make_store):
    summary = await seen(make_store, events.indexed(4), events.removed(3), events.indexed(2))
    assert (summary["state"], summary["live_revision"], summary["receipt"]) == ("ready", 4, None)


async def test_waiting_and_embedding_take_turns(events, make_store):
    steps = [
        events.progressed(1, "embedding", 11, done=16, total=40),
        events.progressed(1, "waiting", 12, detail="No budget."),
        events.progressed(1, "embedding", 13, done=32, total=40),
    ]
    states = [await seen(make_store, *steps[:count]) for count in (1, 2, 3)]
    assert [
        (summary["state"], summary["done"], summary["total"], summary["detail"]) for summary in states
    ] == [
        ("embedding", 16, 40, ""),
        ("waiting", 16, 40, "No budget."),
        ("embedding", 32, 40, ""),
    ]


@pytest.mark.parametrize("end", ["rejected", "indexed"])
async def test_progress_that_comes_late_takes_no_end_back(events, make_store, end):
    ended = getattr(events, end)(1)
    summary = await seen(make_store, ended, events.progressed(1, minute=99, done=16, total=40))
    assert summary["state"] == {"rejected": "rejected", "indexed": "ready"}[end]
    assert summary["done"] == {"rejected": 16, "indexed": 40}[end]


async def test_revision_that_failed_may_still_become_ready(events, make_store):
    for order in permutations([events.rejected(1, reason="failed"), events.indexed(1)]):
        assert (await seen(make_store, *order))["state"] == "ready"


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: f"{path.parent.name}-{path.stem}")
async def test_every_golden_event_is_told_in_the_feed(store, path):
    golden = json.loads(path.read_text())
    event = parse(golden["source"], golden["detail-type"], golden["detail"])
    assert authorization_error(event) is None
    await project(event, store)
    (change,) = store.feed
    wiki = golden["detail-type"] == "WikiPageChanged.v1"
    assert (change.kind, change.ticket, change.attempt) == (
        "page_received" if wiki else "content",
        None,
        None,
    )
    assert str(change.event_id) == golden["detail"]["metadata"]["event_id"]
    assert (change.content is None) == (change.document is None) == wiki
    if change.content:
        data = golden["detail"]["data"]
        same = data.keys() & change.content.keys() - {"chunks", "embedded", "detail"}
        assert {name: change.content[name] for name in same} == {name: data[name] for name in same}
        assert json.loads(json.dumps(change.content)) == change.content


async def test_unchanged_content_is_not_written_and_still_in_the_feed(events, store):
    await taken(store, [events.indexed(2), events.indexed(2), events.progressed(1)])
    assert store.saves == 1
    assert len(store.feed) == 3
    assert store.feed[0].content == store.feed[1].content == store.feed[2].content


async def test_a_document_is_locked_before_it_is_read(events, store):
    await project(events.indexed(1), store)
    assert store.locked == [None, UUID("0d9cb9b4-5a0e-5f0c-9a6e-6a3a0f6b1c11")]


@pytest.mark.parametrize("kind", ["progressed", "rejected", "indexed", "removed"])
def test_content_event_from_another_source_is_refused(events, kind):
    event = getattr(events, kind)(1)
    assert authorization_error(event) is None
    forged = event.model_copy(update={"source": "traclearn.trac"})
    assert "does not come from traclearn.trac" in authorization_error(forged)


def test_only_trac_speaks_of_its_pages(events):
    assert authorization_error(events.page()) is None
    assert authorization_error(events.page().model_copy(update={"source": "traclearn.indexer"}))


def test_a_page_that_came_to_nothing_closes_the_outbox_too(events):
    summary = dead_letter_change(events.page(), "too large")
    assert (summary.kind, summary.ticket, summary.reason) == ("rejected", None, "too large")
    assert summary.event_id == events.page().metadata.event_id
    lost = dead_letter_change(events.indexed(1), "why")
    assert (lost.kind, lost.content, str(lost.document)[:8]) == ("rejected", None, "0d9cb9b4")
