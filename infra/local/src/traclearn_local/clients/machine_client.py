"""Trac at the front door, without Trac: its machine client, on the relay."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import httpx

SCOPES = "traclearn/relay traclearn/feed"


class MachineClient:
    """Says by the relay what Trac would; `env` is what `make env` prints."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self.env = env
        reply = httpx.post(
            f"{env['COGNITO_ENDPOINT']}/oauth2/token",
            data={"grant_type": "client_credentials", "scope": SCOPES},
            auth=(env["COGNITO_MACHINE_CLIENT_ID"], env["COGNITO_MACHINE_CLIENT_SECRET"]),
        )
        self.token = str(reply.raise_for_status().json()["access_token"])

    def relay(
        self, detail_type: str, learner: str, data: Mapping[str, Any], groups: Sequence[str] = ()
    ) -> httpx.Response:
        """An event of now, as Trac sends it. `learner`: the `sub` of who acted."""
        stamp = {"event_id": str(uuid4()), "occurred_at": datetime.now(UTC).isoformat()}
        said = {"learner": learner, "groups": list(groups), "detail_type": detail_type, "data": dict(data)}
        return httpx.post(
            f"{self.env['TRACLEARN_URL']}/api/v1/relay",
            headers={"Authorization": f"Bearer {self.token}"},
            json={**stamp, **said},
            timeout=30,
        )

    def answer(self, ticket: int, learner: str, text: str, attempt: int = 1) -> httpx.Response:
        """An answer as Trac numbers it."""
        data = {"ticket": ticket, "attempt": attempt, "answer": text}
        return self.relay("AnswerSubmitted.v1", learner, data)
