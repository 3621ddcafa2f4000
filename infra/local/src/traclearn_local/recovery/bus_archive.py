"""The bus's archive, and its replay: what a restore took back comes again."""

import time
from contextlib import suppress
from datetime import datetime, timedelta

from traclearn_contracts import topology

from traclearn_local.errors import LocalError
from traclearn_local.running import Running
from traclearn_local.stack import ACCOUNT, REGION

NAME = "traclearn"
REPLAY = "after-the-restore"
KEPT_DAYS = 14
MARGIN = timedelta(minutes=5)
"""Before the moment that was restored: what was on its way then. Inboxes know what they have done."""
REPLAY_TIMEOUT_S = 120.0


class BusArchive:
    def __init__(self, running: Running) -> None:
        self._events = running.aws("events")
        self._bus = f"arn:aws:events:{REGION}:{ACCOUNT}:event-bus/{topology.read().bus}"

    def begin(self) -> None:
        self._events.create_archive(ArchiveName=NAME, EventSourceArn=self._bus, RetentionDays=KEPT_DAYS)

    def replay(self, since: datetime, until: datetime) -> None:
        """Returns when all of it is on the bus again."""
        archive = f"arn:aws:events:{REGION}:{ACCOUNT}:archive/{NAME}"
        with suppress(
            self._events.exceptions.ResourceAlreadyExistsException
        ):  # asked twice: the first took long
            self._events.start_replay(
                ReplayName=REPLAY,
                EventSourceArn=archive,
                EventStartTime=since - MARGIN,
                EventEndTime=until,
                Destination={"Arn": self._bus},
            )
        deadline = time.monotonic() + REPLAY_TIMEOUT_S
        while (state := self._events.describe_replay(ReplayName=REPLAY)["State"]) != "COMPLETED":
            if state in {"FAILED", "CANCELLED"} or time.monotonic() > deadline:
                raise LocalError(f"The replay of the bus is {state}")
            time.sleep(0.5)
