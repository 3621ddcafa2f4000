"""Who runs the command: an author's account in Cognito, and its token while it lives (an hour)."""

import asyncio
import sys
from collections.abc import Mapping
from typing import Any, Self

import typer

from traclearn_cli.author.complaint import Misuse, Unreachable

HINT = 'Take the addresses from the stack: set -a; eval "$(make -s env)"'
REGION = "us-east-1"


class SignIn:
    """Gives the token and fetches a new one when the old one is refused."""

    def __init__(self, account: str, password: str, environment: Mapping[str, str]) -> None:
        self._account = account
        self._password = password
        self._environment = environment
        self._token = ""
        self._one_at_a_time = asyncio.Lock()

    @classmethod
    def of(cls, environment: Mapping[str, str], account: str | None) -> "Self | Pass":
        """By `account`, else TRACLEARN_TOKEN, else TRACLEARN_USER or DEMO_AUTHOR.

        Asks a person at a terminal for a missing password. Raises Misuse and Unreachable.
        """
        if not account and (token := environment.get("TRACLEARN_TOKEN")):
            return Pass(token)
        account = account or environment.get("TRACLEARN_USER") or environment.get("DEMO_AUTHOR")
        if not account:
            raise Misuse(f"Say who you are: --as, TRACLEARN_USER or TRACLEARN_TOKEN. {HINT}")
        if "COGNITO_CLIENT_ID" not in environment:
            raise Misuse(f"COGNITO_CLIENT_ID is not set. {HINT}")
        password = environment.get("TRACLEARN_PASSWORD") or environment.get("DEMO_PASSWORD")
        return cls(account, password or _asked(account), environment)

    async def token(self) -> str:
        return self._token or await self.renewed("")

    async def renewed(self, refused: str) -> str:
        """A token other than the one that was refused; those who ask at the same time share one sign-in."""
        async with self._one_at_a_time:
            if self._token == refused:
                self._token = await asyncio.to_thread(self._fetch)
        return self._token

    def _fetch(self) -> str:
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            reply = self._cognito().initiate_auth(
                AuthFlow="USER_PASSWORD_AUTH",
                ClientId=self._environment["COGNITO_CLIENT_ID"],
                AuthParameters={"USERNAME": self._account, "PASSWORD": self._password},
            )
        except ClientError as error:
            said = error.response["Error"].get("Message", str(error))
            raise Unreachable(f"Cannot sign in as {self._account}: {said}") from None
        except BotoCoreError as error:
            raise Unreachable(f"Cannot sign in: {error}") from None
        if "AuthenticationResult" not in reply:
            asks = reply.get("ChallengeName", "something more")
            raise Unreachable(
                f"Cannot sign in as {self._account}: Cognito asks for {asks}. Do that in a browser."
            )
        return str(reply["AuthenticationResult"]["IdToken"])

    def _cognito(self) -> Any:
        import boto3
        from botocore import UNSIGNED
        from botocore.config import Config

        return boto3.client(
            "cognito-idp",
            endpoint_url=self._environment.get("COGNITO_ENDPOINT"),
            region_name=self._environment.get("AWS_REGION") or REGION,
            config=Config(signature_version=UNSIGNED, connect_timeout=5, read_timeout=15),
        )


class Pass:
    """A token that somebody else fetched; it cannot be renewed here."""

    def __init__(self, token: str) -> None:
        self._token = token

    async def token(self) -> str:
        return self._token

    async def renewed(self, refused: str) -> str:
        raise Unreachable("TRACLEARN_TOKEN is not accepted: it is wrong or an hour has passed.")


def _asked(account: str) -> str:
    if not sys.stdin.isatty():
        raise Unreachable(f"There is no password for {account}: set TRACLEARN_PASSWORD.")
    return str(typer.prompt(f"Password of {account}", hide_input=True, err=True))
