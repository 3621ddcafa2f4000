"""The grader's HintStore without a database: leases by a clock that tests move."""

from contextlib import asynccontextmanager
from uuid import uuid4

from grader.adapters.hint_store import WRITTEN
from grader.domain.hints.given_hint import GradedAttempt
from memory_store import Memory


class MemoryHints(Memory):
    def __init__(self):
        super().__init__()
        self.now, self.hints, self.leases, self.published = 0.0, {}, {}, []

    @asynccontextmanager
    async def begin(self):
        yield self

    async def find_newest_attempt(self, ticket, learner):
        return max((key[2] for key in self.grades if key[:2] == (ticket, learner)), default=0)

    async def find_graded_attempt(self, ticket, learner, attempt):
        found = self.grades.get((ticket, learner, attempt))
        return found and GradedAttempt.model_validate(found[0].model_dump())

    async def claim_hint(self, hint, seconds):
        known = self.hints.setdefault(hint.id, hint)
        if known.state != "waiting" or self.leases.get(hint.id, (None, -1))[1] >= self.now:
            return None
        self.leases[hint.id] = uuid4(), self.now + seconds
        return self.leases[hint.id][0]

    async def find_hint(self, hint_id, learner):
        known = self.hints.get(hint_id)
        return known if known and known.learner == learner else None

    async def find_written_hint(self, draft_key):
        return next(
            (
                hint
                for hint in self.hints.values()
                if hint.draft_key == draft_key
                and hint.state == "ready"
                and not hint.grader.startswith("offline/")
            ),
            None,
        )

    async def save_replies(self, hint_id, token, replies):
        return self._change(hint_id, token, replies=replies)

    async def release_hint(self, hint_id, token):
        if self.leases[hint_id][0] == token:
            self.leases[hint_id] = token, -1

    async def finish_hint(self, hint, token):
        return self._change(hint.id, token, **hint.model_dump(include=WRITTEN), draft="", replies={})

    async def has_had(self, hint):
        same = (hint.learner, hint.ticket, hint.kind, hint.text)
        return any(
            h.state == "ready" and (h.learner, h.ticket, h.kind, h.text) == same for h in self.hints.values()
        )

    async def publish(self, events):
        self.published += events

    def _change(self, hint_id, token, **values):
        mine = self.leases[hint_id][0] == token and self.hints[hint_id].state == "waiting"
        if mine:
            self.hints[hint_id] = self.hints[hint_id].model_validate(
                self.hints[hint_id].model_dump() | values
            )
        return mine
