"""What tests of handlers share."""

import asyncio

import pytest


@pytest.fixture
def later(monkeypatch):
    """`later(seconds)` moves the event loop's clock."""

    def move(seconds):
        loop = asyncio.get_running_loop()
        now = loop.time() + seconds
        monkeypatch.setattr(loop, "time", lambda: now)

    return move
