"""Rulings of authors: made once and revoked once, in any order."""

from itertools import permutations

import pytest
from progress.handlers.projection import project
from traclearn_contracts.topology import read

authorization_error = read().consumer("progress").authorization_error


async def test_any_order_and_repetition_leave_the_same(events, make_store):
    story = [events.ruling_made(70), events.ruling_revoked(80), events.ruling_revoked(81)]
    for order in permutations(story):
        store = make_store()
        for event in (*order, *reversed(order)):
            await project(event, store)
        (ruling,) = store.rulings.values()
        assert ruling.id == story[0].metadata.event_id
        assert (ruling.made.words, ruling.made.verdict, ruling.made.ruled_by) == (
            *("it names them", "yes"),
            "author",
        )
        assert ruling.revoked_at == story[1].metadata.occurred_at


async def test_ruling_is_written_once(events, store):
    for event in (events.ruling_made(), events.ruling_made()):
        await project(event, store)
    assert store.saves == 1


async def test_ruling_revocation_and_order_each_leave_an_echo(events, store):
    told = [events.ruling_made(), events.ruling_revoked(), events.regrades_ordered()]
    for event in told:
        await project(event, store)
    assert [(row.kind, row.ticket, row.event_id) for row in store.feed] == [
        (kind, 42, event.metadata.event_id)
        for kind, event in zip(("ruling_made", "ruling_revoked", "regrades_ordered"), told, strict=True)
    ]


async def test_word_on_a_deleted_ticket_is_rejected(events, make_store):
    for event in (events.ruling_made(), events.ruling_revoked(), events.regrades_ordered()):
        store = make_store(tickets=())
        await project(event, store)
        assert [(row.kind, row.reason) for row in store.feed] == [("rejected", "unknown_ticket")]
        assert store.rulings == {}


@pytest.mark.parametrize("say", ["ruling_made", "ruling_revoked", "regrades_ordered"])
def test_authors_alone_may_say_it(events, say):
    assert authorization_error(getattr(events, say)()) is None
    assert "authors" in authorization_error(getattr(events, say)(groups=("learners",)))
