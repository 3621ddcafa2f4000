"""What `traclearn_worker.cache` asks of Redis, without a server."""

from datetime import timedelta


class FakeRedis:
    """Entries do not end by themselves; `lives` notes how long each was to live. Raises `fault` while it is
    set. Several caches may share one, as processes share a server."""

    def __init__(self) -> None:
        self.entries: dict[str, bytes] = {}
        self.lives: dict[str, timedelta] = {}
        self.fault: Exception | None = None
        self.calls = 0

    async def get(self, key: str) -> bytes | None:
        self._call()
        return self.entries.get(key)

    async def set(
        self,
        key: str,
        value: bytes | str,
        *,
        ex: timedelta | None = None,
        px: int | None = None,
        nx: bool = False,
    ) -> bool | None:
        self._call()
        if nx and key in self.entries:
            return None
        self.entries[key] = value.encode() if isinstance(value, str) else value
        self.lives[key] = ex if ex is not None else timedelta(milliseconds=px or 0)
        return True

    async def eval(self, script: str, keys: int, key: str, token: str) -> int:
        """The one script that there is: deletes the key of the token."""
        self._call()
        return int(self.entries.get(key) == token.encode() and self.entries.pop(key) is not None)

    async def aclose(self) -> None:
        self._call()

    def _call(self) -> None:
        self.calls += 1
        if self.fault is not None:
            raise self.fault
