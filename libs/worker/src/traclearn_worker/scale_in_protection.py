"""On ECS: a task that works is not the one that scaling ends.

ECS ends any task of a service when it scales in. A worker would hand back what it holds, and another would do
it later; who asks to be left alone while it works loses no minute of a model's answer.
Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-scale-in-protection-endpoint.html
"""

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from urllib.request import Request, urlopen

import structlog

from traclearn_worker.telemetry import where

log = structlog.get_logger()

EVERY_S = 10.0
"""Seconds between two looks at whether there is work."""
EXPIRES_MIN = 10
"""Minutes after which ECS forgets it: a worker that hangs is not protected for ever. ECS takes 1 to 2,880."""
RENEW_S = EXPIRES_MIN * 60 / 2
TIMEOUT_S = 5.0


class ScaleInProtection:
    """Follows whether work is under way. What the agent refuses or does not answer is tried again."""

    def __init__(
        self, agent_uri: str, inflight: Callable[[], int], clock: Callable[[], float] = time.monotonic
    ) -> None:
        """`inflight`: how many messages are held."""
        self._url = f"{agent_uri}/task-protection/v1/state"
        self._inflight = inflight
        self._clock = clock
        self._renew_at: float | None = None
        """None while there is no protection."""

    async def run(self) -> None:
        """Until cancelled. What is set then ends with the task."""
        while True:
            await self.follow()
            await asyncio.sleep(EVERY_S)

    async def follow(self) -> None:
        """Asks for what is missing, gives back what is not needed, and else does nothing."""
        works = self._inflight() > 0
        if works and (self._renew_at is None or self._clock() >= self._renew_at):
            wanted = {"ProtectionEnabled": True, "ExpiresInMinutes": EXPIRES_MIN}
        elif not works and self._renew_at is not None:
            wanted = {"ProtectionEnabled": False}
        else:
            return
        try:
            await asyncio.to_thread(_put, self._url, wanted)
        except (OSError, ValueError) as error:
            log.warning("scale-in protection failed", error=type(error).__name__, where=where(error))
            return
        self._renew_at = self._clock() + RENEW_S if works else None


def _put(url: str, state: Mapping[str, object]) -> None:
    """Raises OSError, or ValueError where the agent answers with a failure."""
    headers = {"Content-Type": "application/json"}
    request = Request(url, json.dumps(state).encode(), headers, method="PUT")
    with urlopen(request, timeout=TIMEOUT_S) as reply:
        answer = json.load(reply)
    if "protection" not in answer:
        raise ValueError("the agent did not protect this task")
