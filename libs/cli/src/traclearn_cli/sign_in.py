"""An account's token for the API, while it lives (an hour)."""

import asyncio
import sys
from collections.abc import Callable
from typing import Any, Protocol

import typer

from traclearn_cli.errors import Unavailable


class TokenSource(Protocol):
    """Who is signed in."""

    async def token(self) -> str: ...

    async def renew_token(self, refused: str) -> str:
        """A token other than the one that was refused. Raises Unavailable."""
        ...


class Account:
    """Signs in with a password, and again when the token is refused."""

    def __init__(self, name: str, password: str, client_id: str, cognito: Callable[[], Any]) -> None:
        self._name = name
        self._password = password
        self._client_id = client_id
        self._cognito = cognito
        self._token = ""
        self._one_at_a_time = asyncio.Lock()

    async def token(self) -> str:
        return self._token or await self.renew_token("")

    async def renew_token(self, refused: str) -> str:
        """Those who ask at the same time share one sign-in."""
        async with self._one_at_a_time:
            if self._token == refused:
                self._token = await asyncio.to_thread(self._fetch_token)
        return self._token

    def _fetch_token(self) -> str:
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            reply = self._cognito().initiate_auth(
                AuthFlow="USER_PASSWORD_AUTH",
                ClientId=self._client_id,
                AuthParameters={"USERNAME": self._name, "PASSWORD": self._password},
            )
        except ClientError as error:
            reason = error.response["Error"].get("Message", str(error))
            raise Unavailable(f"Cannot sign in as {self._name}: {reason}") from None
        except BotoCoreError as error:
            raise Unavailable(f"Cannot sign in: {error}") from None
        if "AuthenticationResult" not in reply:
            challenge = reply.get("ChallengeName", "something more")
            raise Unavailable(
                f"Cannot sign in as {self._name}: Cognito asks for {challenge}. Do that in a browser."
            )
        return str(reply["AuthenticationResult"]["IdToken"])


class GivenToken:
    """A token that somebody else fetched; it cannot be renewed here."""

    def __init__(self, token: str) -> None:
        self._token = token

    async def token(self) -> str:
        return self._token

    async def renew_token(self, refused: str) -> str:
        raise Unavailable("TRACLEARN_TOKEN is not accepted: it is wrong or an hour has passed.")


def ask_password(account: str) -> str:
    """Raises Unavailable where nobody can be asked."""
    if not sys.stdin.isatty():
        raise Unavailable(f"There is no password for {account}: set TRACLEARN_PASSWORD.")
    return str(typer.prompt(f"Password of {account}", hide_input=True, err=True))
