"""Plays scenes that mostly wait several at a time, in one event loop beside the tests."""

import asyncio
import sys
import threading

LANES = 3
LEASES_S = (4, 12)
"""Scenes measure time in leases; a busy machine is late by seconds: what fails is played again, slower."""


class Stage:
    """`play(name)` gives the outcome of one of the scenes that were begun together."""

    def __init__(self, scenes, make_world):
        """`make_world(lease)` opens a fresh world, async context manager; a lease takes so many seconds."""
        self._make_world = make_world
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._lanes = asyncio.Semaphore(LANES)
        self._playing = {
            scene: asyncio.run_coroutine_threadsafe(self._play(scene), self._loop) for scene in scenes
        }

    async def _play(self, scene):
        quick, patient = LEASES_S
        async with self._lanes:
            try:
                await self._play_once(scene, quick)
            except (AssertionError, TimeoutError) as error:
                print(f"{scene.__name__} with leases of {quick} s: {error!r}", file=sys.stderr)
                await self._play_once(scene, patient)

    async def _play_once(self, scene, lease):
        async with self._make_world(lease) as world:
            await scene(world)

    def outcome(self, scene):
        """Returns when the scene has ended, or raises what it raised."""
        self._playing[scene].result(timeout=900)

    def close(self):
        for playing in self._playing.values():
            playing.cancel()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
