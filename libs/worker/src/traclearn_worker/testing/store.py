"""The runtime's tables in memory, with PostgreSQL's rules: fences, locks, commits and rollbacks."""

import asyncio
import itertools
import json
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncConnection
from traclearn_contracts.events import Event

from traclearn_worker.errors import LeaseLost, ReadOnly, Unavailable
from traclearn_worker.store import Claim, Held, Key, OutboxRow, Settled
from traclearn_worker.transport import Entry, QueueMessage


@dataclass
class Row:
    """An inbox row."""

    state: str = "open"
    failures: int = 0
    crashes: int = 0
    token: UUID | None = None
    lease_until: float = 0.0
    reason: str | None = None
    failed_at: datetime | None = None
    replies: dict[str, Any] = field(default_factory=dict)
    parked_key: str | None = None
    parked_until: float = 0.0
    parked_body: str = ""
    settled_at: float = 0.0
    """When it was settled, or came again since."""
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    def settled_before(self, moment: float) -> bool:
        return self.state in {"done", "failed"} and self.settled_at < moment and not self.lock.locked()


@dataclass
class Post:
    """An outbox row."""

    content: Entry | QueueMessage
    due_at: float
    created_at: float
    tries: int = 0


class MemoryConnection:
    """Stands where a handler expects its connection: tables of rows by key, written when it commits."""

    def __init__(self, tables: dict[str, dict[Any, Any]], readonly: bool = False) -> None:
        self._tables = tables
        self._readonly = readonly
        self._staged: dict[str, dict[Any, Any]] = defaultdict(dict)

    def get(self, table: str, key: Any) -> Any:
        return self._staged[table].get(key, self._tables[table].get(key))

    def put(self, table: str, key: Any, value: Any) -> None:
        if self._readonly:
            raise ReadOnly
        self._staged[table][key] = value

    def commit(self) -> None:
        for table, rows in self._staged.items():
            self._tables[table].update(rows)


class MemoryStore:
    """`tables` holds what handlers wrote. `down = True` makes every call raise Unavailable."""

    def __init__(self) -> None:
        self.committed: Callable[[], None] = lambda: None
        self.inbox: defaultdict[Key, Row] = defaultdict(Row)
        self.outbox: dict[int, Post] = {}
        self.tables: defaultdict[str, dict[Any, Any]] = defaultdict(dict)
        self.down = False
        self._causes: defaultdict[str, int] = defaultdict(int)
        self._moments = itertools.count(1)
        self._ids = itertools.count(1)

    async def claim(self, event: Event, seconds: float, replay_of: datetime | None) -> Claim | Held | Settled:
        self._check()
        row = self.inbox[event.inbox_key]
        async with row.lock:
            if row.state == "failed" and row.failed_at and replay_of and row.failed_at <= replay_of:
                self.inbox[event.inbox_key] = row = Row(lock=row.lock)
            if row.state in {"done", "failed", "parked"}:
                row.settled_at = _now()
                return Settled(row.state)
            if row.state == "claimed":
                if row.lease_until > _now():
                    return Held(row.lease_until - _now())
                row.crashes += 1
            row.state, row.token, row.lease_until = "claimed", uuid4(), _now() + seconds
            return Claim(
                event.inbox_key,
                row.token,
                failures=row.failures,
                crashes=row.crashes,
                reason=row.reason,
                replies=dict(row.replies),
                parked_key=row.parked_key,
                overdue=row.parked_key is not None and row.parked_until <= _now(),
                horizon=str(next(self._moments)),
            )

    async def renew(self, tokens: Collection[UUID], seconds: float) -> set[UUID]:
        self._check()
        held = [row for row in self.inbox.values() if row.token in tokens]
        for row in held:
            if row.state == "claimed":
                row.lease_until = _now() + seconds
        return {row.token for row in held if row.token is not None}

    async def remember(self, claim: Claim, replies: dict[str, Any]) -> None:
        self._mine(claim).replies = json.loads(json.dumps(replies))
        claim.replies = replies

    async def release(self, claim: Claim) -> None:
        self._mine(claim).state = "open"

    async def retry(self, claim: Claim, reason: str) -> None:
        row = self._mine(claim)
        row.state, row.crashes = "open", 0
        row.failures, row.reason = row.failures + 1, reason

    async def complete(self, claim: Claim, events: Sequence[Entry]) -> None:
        await (await self.write(claim)).complete(events)

    async def dead_letter(
        self, claim: Claim, reason: str, failed_at: datetime, events: Sequence[Entry]
    ) -> None:
        await (await self.write(claim)).dead_letter(reason, failed_at, events)

    async def park(self, claim: Claim, key: str, deadline: timedelta, body: str) -> bool:
        row = self._mine(claim)
        if self._causes[key] > int(claim.horizon):
            return False
        if row.parked_key != key:
            row.parked_key, row.parked_until = key, _now() + deadline.total_seconds()
        row.state, row.crashes, row.parked_body = "parked", 0, body
        return True

    async def expire(self) -> int:
        self._check()
        return self._free(lambda row: row.parked_until <= _now())

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        self._check()
        yield cast(AsyncConnection, MemoryConnection(self.tables, readonly=True))

    @asynccontextmanager
    async def checkpoint(self, claim: Claim) -> AsyncIterator[AsyncConnection]:
        async with self.inbox[claim.key].lock:
            self._mine(claim)
            connection = MemoryConnection(self.tables)
            yield cast(AsyncConnection, connection)
            connection.commit()

    async def write(self, claim: Claim) -> "MemoryTransaction":
        await self.inbox[claim.key].lock.acquire()
        try:
            self._mine(claim)
        except BaseException:
            self.inbox[claim.key].lock.release()
            raise
        return MemoryTransaction(self, claim)

    async def ping(self) -> None:
        self._check()

    async def announce(self, claim: Claim, entries: Sequence[Entry]) -> None:
        self._mine(claim)
        self._post(entries)

    async def take(self, limit: int, seconds: float) -> list[OutboxRow]:
        self._check()
        due = [(number, post) for number, post in self.outbox.items() if post.due_at <= _now()][:limit]
        for _, post in due:
            post.tries, post.due_at = post.tries + 1, _now() + seconds
        return [OutboxRow(number, post.content, post.tries) for number, post in due]

    async def sent(self, ids: Sequence[int]) -> None:
        self._check()
        for number in ids:
            self.outbox.pop(number, None)

    async def postpone(self, ids: Sequence[int], error: str, seconds: float) -> None:
        self._check()
        for number in ids:
            self.outbox[number].due_at = _now() + seconds

    async def lag(self) -> float:
        self._check()
        return max((_now() - post.created_at for post in self.outbox.values()), default=0.0)

    async def horizon(self) -> str:
        self._check()
        return str(next(self._moments))

    async def prune(self, limit: int, retention: timedelta, horizon: str | None) -> int:
        self._check()
        first = next(iter(self.outbox.values()), None)
        oldest = (_now() if first is None else first.created_at) - retention.total_seconds()
        old = [key for key, row in self.inbox.items() if row.settled_before(oldest)][:limit]
        for key in old:
            del self.inbox[key]
        seen = [key for key, moment in self._causes.items() if horizon and moment < int(horizon)][:limit]
        for cause in seen:
            del self._causes[cause]
        return len(old) + len(seen)

    def _check(self) -> None:
        if self.down:
            raise Unavailable("database", 1.0)

    def _mine(self, claim: Claim) -> Row:
        self._check()
        row = self.inbox[claim.key]
        if row.state != "claimed" or row.token != claim.token:
            raise LeaseLost
        return row

    def _post(self, contents: Sequence[Entry | QueueMessage]) -> None:
        for content in contents:
            self.outbox[next(self._ids)] = Post(content, _now(), _now())
        self.committed()

    def _came(self, key: str) -> int:
        self._causes[key] = next(self._moments)
        return self._free(lambda row: row.parked_key == key)

    def _free(self, which: Callable[[Row], bool]) -> int:
        freed = [row for row in self.inbox.values() if row.state == "parked" and which(row)]
        for row in freed:
            row.state = "open"
        self._post([QueueMessage(row.parked_body) for row in freed])
        return len(freed)


class MemoryTransaction:
    """Holds its inbox row's lock until it ends."""

    def __init__(self, store: MemoryStore, claim: Claim) -> None:
        self._store = store
        self._claim = claim
        self._memory = MemoryConnection(store.tables)
        self._unparked: list[str] = []
        self.connection = cast(AsyncConnection, self._memory)

    async def unpark(self, key: str) -> int:
        self._unparked.append(key)
        waiting = [
            row for row in self._store.inbox.values() if row.state == "parked" and row.parked_key == key
        ]
        return len(waiting)

    async def complete(self, events: Sequence[Entry]) -> None:
        row = self._store._mine(self._claim)
        row.state, row.reason, row.replies, row.settled_at = "done", None, {}, _now()
        self._commit(events)

    async def dead_letter(self, reason: str, failed_at: datetime, events: Sequence[Entry]) -> None:
        row = self._store._mine(self._claim)
        row.state, row.failures = "failed", row.failures + 1
        row.reason, row.failed_at, row.settled_at = reason, failed_at, _now()
        self._commit(events)

    async def rollback(self) -> None:
        self._store.inbox[self._claim.key].lock.release()

    def _commit(self, events: Sequence[Entry]) -> None:
        self._memory.commit()
        for key in self._unparked:
            self._store._came(key)
        self._store._post(events)
        self._store.inbox[self._claim.key].lock.release()


def _now() -> float:
    return asyncio.get_running_loop().time()
