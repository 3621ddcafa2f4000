import asyncio

from traclearn_worker.handling.quarantine import SUSPECT_CRASHES, Quarantine
from traclearn_worker.testing import run


def test_suspects_are_tried_one_at_a_time_and_others_beside_them():
    async def play():
        quarantine, told = Quarantine(), []

        async def attempt(name, crashes):
            async with quarantine.admit(crashes) as free:
                told.append((name, free))
                await asyncio.sleep(5)

        async with asyncio.TaskGroup() as attempts:
            attempts.create_task(attempt("suspect", SUSPECT_CRASHES))
            await asyncio.sleep(0)
            attempts.create_task(attempt("other suspect", SUSPECT_CRASHES + 1))
            attempts.create_task(attempt("nobody", SUSPECT_CRASHES - 1))
        assert told == [("other suspect", False), ("nobody", True), ("suspect", True)]
        await attempt("other suspect", SUSPECT_CRASHES + 1)
        assert told[-1] == ("other suspect", True)

    run(play())
