"""Random copies, orders, faults and handlers that fail: each event is done once, or visibly failed once."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from traclearn_worker import Busy, Permanent, Transient
from traclearn_worker.testing import run
from traclearn_worker.transport import Refusal
from worker_scenes.events import answer
from worker_scenes.memory import MemoryWorld

moods = st.lists(st.sampled_from(["ok", "transient", "busy", "slow", "error", "late error"]), max_size=6)
faults = st.lists(
    st.tuples(
        st.sampled_from(["receive", "delete", "hide", "send", "dead_letter", "publish"]),
        st.sampled_from([ConnectionError(), Refusal("InternalError"), Refusal("Gone", final=True), None]),
    ),
    max_size=25,
)
places = st.lists(st.sampled_from(["claimed", "replied", "committed", "acked"]), max_size=3)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.tuples(moods, st.integers(1, 3)), min_size=1, max_size=8), faults, places, st.integers(1, 3)
)
def test_once(plans, ordered, kills, workers):
    async def play():
        world = MemoryWorld()
        events = [answer(ticket=100 + number) for number in range(len(plans))]
        moods = {event.metadata.event_id: list(mood) for event, (mood, _) in zip(events, plans, strict=True)}

        async def handle(event, work):
            mood = moods[event.metadata.event_id]
            now = mood.pop(0) if mood else "ok"
            if now == "transient":
                raise Transient("mood")
            if now == "busy":
                raise Busy
            if now == "slow":
                await world.pause(1.2)
            if now == "error":
                raise Permanent("mood")
            await world.write(work, event)
            if now == "late error":
                raise ValueError
            return []

        for event, (_, copies) in zip(events, plans, strict=True):
            await world.send(*[event] * copies)
        for place in kills:
            await world.murder(place)
            await world.send(events[0].model_copy(), answer(ticket=1))
        for call, fault in ordered:
            world.transport.faults[call].append(fault)
        started = [world.start(handle) for _ in range(workers)]
        await world.empty(leases=200)
        for worker in started:
            await worker.stop()
        assert all(count == 1 for count in (await world.ledger()).values())
        states = {key[2]: row.state for key, row in world.store.inbox.items()}
        for event in events:
            done = event.metadata.event_id in await world.ledger()
            assert states[event.metadata.event_id] == ("done" if done else "failed")
            assert done or event.metadata.event_id in await failures(world)

    run(play())


async def failures(world):
    return {event.metadata.causation_id for event in await world.published()}
