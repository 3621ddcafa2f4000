"""Waiting until a path is proposed, unavailable or given up, with questions few enough for the front door."""

import asyncio
import time
from uuid import UUID

from traclearn_cli.learner.client import PathClient
from traclearn_cli.learner.progress import PathProgress
from traclearn_cli.output import Fields, print_note

FINAL_STATES = frozenset({"proposed", "accepted", "unavailable", "given_up"})
FIRST_PAUSE_S = 0.3
MAX_PAUSE_S = 1.5
"""Between questions: 40 a minute, where the front door lets an account have 100."""


async def wait_for_path(client: PathClient, path: Fields, timeout_s: float) -> Fields:
    """The path when it is over, or as it stands when nothing has moved for `timeout_s` seconds.

    Right after it was asked for nothing is known of it yet: `path` says then what was asked.
    """
    pause, last_headway, told = FIRST_PAUSE_S, time.monotonic(), ""
    with PathProgress() as progress:
        while path["state"] not in FINAL_STATES and time.monotonic() - last_headway < timeout_s:
            await asyncio.sleep(pause)
            pause = min(2 * pause, MAX_PAUSE_S)
            found = await client.find(UUID(path["id"])) or path
            if headway_of(found) != headway_of(path):
                last_headway = time.monotonic()
            path = found
            progress.update(path)
            if path["phase"] == "waiting" and path["detail"] != told:
                told = path["detail"]
                print_note(told)
    return path


def headway_of(path: Fields) -> tuple[object, ...]:
    return path["state"], path["phase"], path["done"], path["total"]
