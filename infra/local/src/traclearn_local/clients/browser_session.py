"""A person at the front door, without a browser: signs in, answers, looks."""

import base64
import json
import re
import time
from collections.abc import Mapping
from typing import Any, Self

import httpx

from traclearn_local.cloud import aws


class BrowserSession:
    """Speaks HTTP to a running stack as one demo account; `env` is what `make env` prints."""

    def __init__(self, env: Mapping[str, str], email: str) -> None:
        self.env, self.email = env, email
        self.token = self._sign_in()
        self.http = httpx.Client(
            base_url=env["TRACLEARN_URL"], cookies={"trac_id": self.token}, timeout=30, follow_redirects=False
        )
        self.http.get("/trac/learning").raise_for_status()  # Trac gives the form token's cookie once

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    def _sign_in(self) -> str:
        cognito = aws.client("cognito-idp", self.env["COGNITO_ENDPOINT"])
        reply = cognito.initiate_auth(
            AuthFlow="USER_PASSWORD_AUTH",
            ClientId=self.env["COGNITO_CLIENT_ID"],
            AuthParameters={"USERNAME": self.email, "PASSWORD": self.env["DEMO_PASSWORD"]},
        )
        return str(reply["AuthenticationResult"]["IdToken"])

    @property
    def sub(self) -> str:
        """Whom Cognito's token names."""
        body = self.token.split(".")[1]
        return str(json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))["sub"])

    def api(self, method: str, path: str, **request: Any) -> httpx.Response:
        """Below /api/v1 as a script would: with the token in its header."""
        bearer = {"Authorization": f"Bearer {self.token}"}
        return self.http.request(method, f"/api/v1{path}", headers=bearer, **request)

    def form(self, ticket: int) -> dict[str, str]:
        """The answer form's hidden fields: the form token and the id that makes a second click harmless."""
        return self.hidden_fields(self.http.get(f"/trac/ticket/{ticket}").raise_for_status().text)

    def hidden_fields(self, page: str, action: str = r"/learning/answer/\d+") -> dict[str, str]:
        """Those of the form whose address ends so: of the answer form on a ticket's page. Raises LookupError
        where there is none."""
        form = re.search(rf'<form[^>]*action="[^"]*{action}".*?</form>', page, re.S)
        if form is None:
            raise LookupError(f"the page shows {self.email} no such form")
        fields = re.findall(r'<input[^>]*type="hidden"[^>]*>', form.group())
        return {
            str(_attribute(field, "name")): str(_attribute(field, "value"))
            for field in fields
            if "name=" in field
        }

    def answer(self, ticket: int, text: str, fields: Mapping[str, str] | None = None) -> httpx.Response:
        """Posts the form as a browser without JavaScript would."""
        body = {**(fields or self.form(ticket)), "answer": text}
        return self.http.post(f"/trac/learning/answer/{ticket}", data=body)

    def state(self, ticket: int) -> dict[str, Any]:
        """What the open page polls."""
        state: dict[str, Any] = self.http.get(f"/trac/learning/state/{ticket}").raise_for_status().json()
        return state

    def wait(
        self, ticket: int, phase: str = "graded", seconds: float = 60, every: float = 0.25
    ) -> dict[str, Any]:
        """Polls each `every` seconds until the newest attempt shows `phase`.

        Raises TimeoutError with the last state.
        """
        deadline = time.monotonic() + seconds
        while (state := self.state(ticket)).get("phase") != phase:
            if time.monotonic() > deadline:
                raise TimeoutError(f"ticket {ticket} is not {phase} after {seconds} s: {state}")
            time.sleep(every)
        return state


def _attribute(field: str, name: str) -> str:
    found = re.search(rf'{name}="([^"]*)"', field)
    return found.group(1) if found else ""
