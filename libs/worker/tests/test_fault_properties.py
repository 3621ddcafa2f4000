"""Random copies, orders, faults and handlers that fail: each event is done once, or visibly failed once."""

from hypothesis import given
from hypothesis import strategies as st
from traclearn_worker import Busy, Permanent, Transient
from traclearn_worker.testing import run
from traclearn_worker.transport import EntryError
from worker_scenes.events import answer
from worker_scenes.memory import MemoryWorld

moods = st.lists(
    st.sampled_from(["ok", "transient", "busy", "slow", "error", "error after the write"]), max_size=6
)
faults = st.lists(
    st.tuples(
        st.sampled_from(["receive", "delete", "change_visibility", "send", "send_dead_letter", "publish"]),
        st.sampled_from(
            [ConnectionError(), EntryError("InternalError"), EntryError("Gone", final=True), None]
        ),
    ),
    max_size=25,
)
places = st.lists(
    st.sampled_from(["claimed", "asked", "answered", "replied", "committed", "acked"]), max_size=3
)


plans = st.lists(st.tuples(moods, st.integers(1, 3)), min_size=1, max_size=8)


@given(plans, faults, places, st.integers(1, 3))
def test_event_ends_exactly_once_under_any_faults(plans, ordered, kills, workers):
    """`plans`: for each event the moods of its attempts, and how many copies are sent."""

    async def play():
        world = MemoryWorld()
        events = [answer(ticket=100 + number) for number in range(len(plans))]
        moods = {event.metadata.event_id: list(mood) for event, (mood, _) in zip(events, plans, strict=True)}
        for event, (_, copies) in zip(events, plans, strict=True):
            await world.send(*[event] * copies)
        for place in kills:
            await world.murder(place)
            await world.send(answer(ticket=1))  # so that the next has something to die on
        for call, fault in ordered:
            world.transport.faults[call].append(fault)
        started = [world.start(moody(world, moods)) for _ in range(workers)]
        await world.empty(leases=200)
        for worker in started:
            await worker.stop()
        await judge(world, events)

    run(play())


def moody(world, moods):
    """A handler that takes the next mood of its event, and is well when there is none left."""

    async def handle(event, work):
        left = moods.get(event.metadata.event_id)
        mood = left.pop(0) if left else "ok"
        if mood in errors:
            raise errors[mood]
        if mood == "slow":
            await world.pause(1.2)
        await world.write(work, event)
        if mood == "error after the write":
            raise ValueError
        return []

    return handle


errors = {"transient": Transient("mood"), "busy": Busy("mood"), "error": Permanent("mood")}


async def judge(world, events):
    written = await world.ledger()
    assert set(written.values()) <= {1}
    failures = {event.metadata.causation_id for event in await world.published()}
    for event in events:
        done = event.metadata.event_id in written
        assert world.store.inbox[event.inbox_key].state == ("done" if done else "failed")
        assert done or event.metadata.event_id in failures
