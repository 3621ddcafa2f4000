"""Plays scenes that mostly wait several at a time, in one event loop beside the tests."""

import asyncio
import threading

LANES = 3


class Stage:
    """`play(name)` gives the outcome of one of the scenes that were begun together."""

    def __init__(self, scenes, make_world):
        """`make_world()` is an async context manager with a fresh world."""
        self._make_world = make_world
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._lanes = asyncio.Semaphore(LANES)
        self._playing = {
            scene: asyncio.run_coroutine_threadsafe(self._play(scene), self._loop) for scene in scenes
        }

    async def _play(self, scene):
        async with self._lanes, self._make_world() as world:
            await scene(world)

    def outcome(self, scene):
        """Returns when the scene has ended, or raises what it raised."""
        self._playing[scene].result(timeout=600)

    def close(self):
        for playing in self._playing.values():
            playing.cancel()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
