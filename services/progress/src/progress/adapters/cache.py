"""Answers of the API, as they were encoded last."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from traclearn_worker import cache

ENTRY_TTL = timedelta(minutes=15)


class Cache:
    """Progress on a ticket, or a path, by version: a changed row has another version and so another
    key: nothing is removed. Where Redis fails, the database answers."""

    def __init__(self, client: cache.Client | None) -> None:
        self._entries = cache.Cache(client, ENTRY_TTL)

    @property
    def gauges(self) -> dict[str, Callable[[], float]]:
        return self._entries.gauges

    async def get(self, learner: str, subject: int | UUID, version: UUID) -> bytes | None:
        return await self._entries.get(_key(learner, subject, version))

    async def put(self, learner: str, subject: int | UUID, version: UUID, body: bytes) -> None:
        await self._entries.put(_key(learner, subject, version), body)

    async def close(self) -> None:
        await self._entries.close()


def _key(learner: str, subject: int | UUID, version: UUID) -> str:
    return f"traclearn:progress:{learner}:{subject}:{version}"
