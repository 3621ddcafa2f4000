"""Where the stack is and who uses it, for every subcommand: all of it comes from the environment.

Authors and learners sign in to the API with an account in Cognito. Operators' queues know no accounts: they
take AWS credentials, found as every tool for AWS finds them.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from traclearn_cli.errors import UsageError
from traclearn_cli.sign_in import Account, GivenToken, TokenSource, ask_password

if TYPE_CHECKING:
    from types_boto3_sqs import SQSClient

HINT = 'Take the addresses from the stack: set -a; eval "$(make -s env)"'
DEFAULT_REGION = "us-east-1"
COGNITO_CONNECT_TIMEOUT_S = 5
COGNITO_READ_TIMEOUT_S = 15


@dataclass(frozen=True, slots=True)
class Session:
    """One run of the command."""

    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)

    def api_url(self) -> str:
        """Raises UsageError."""
        url = self.environment.get("TRACLEARN_URL", "")
        if not is_http_url(url):
            raise UsageError(f"TRACLEARN_URL is {repr(url) if url else 'not set'}. {HINT}")
        return url

    def sign_in(self, account: str | None, demo: str = "DEMO_AUTHOR") -> TokenSource:
        """By `account`, else TRACLEARN_TOKEN, else TRACLEARN_USER or the variable of the demo's account.

        Asks a person at a terminal for a missing password. Raises UsageError and Unavailable.
        """
        if not account and (token := self.environment.get("TRACLEARN_TOKEN")):
            return GivenToken(token)
        account = account or self._first("TRACLEARN_USER", demo)
        if not account:
            raise UsageError(f"Say who you are: --as, TRACLEARN_USER or TRACLEARN_TOKEN. {HINT}")
        client_id = self.environment.get("COGNITO_CLIENT_ID")
        if client_id is None:
            raise UsageError(f"COGNITO_CLIENT_ID is not set. {HINT}")
        password = self._first("TRACLEARN_PASSWORD", "DEMO_PASSWORD") or ask_password(account)
        return Account(account, password, client_id, self.cognito)

    def sqs(self) -> "SQSClient":
        """For AWS, or for the emulator that AWS_ENDPOINT_URL names, which takes any key."""
        import boto3

        emulated = "AWS_ENDPOINT_URL" in self.environment and "AWS_ACCESS_KEY_ID" not in self.environment
        key = "local" if emulated else None
        return boto3.client(
            "sqs", region_name=self._region(), aws_access_key_id=key, aws_secret_access_key=key
        )

    def cognito(self) -> Any:
        """Unsigned: whoever signs in has no credentials yet."""
        import boto3
        from botocore import UNSIGNED
        from botocore.config import Config

        return boto3.client(
            "cognito-idp",
            endpoint_url=self.environment.get("COGNITO_ENDPOINT"),
            region_name=self._region(),
            config=Config(
                signature_version=UNSIGNED,
                connect_timeout=COGNITO_CONNECT_TIMEOUT_S,
                read_timeout=COGNITO_READ_TIMEOUT_S,
            ),
        )

    def _region(self) -> str:
        return self._first("AWS_REGION", "AWS_DEFAULT_REGION") or DEFAULT_REGION

    def _first(self, *names: str) -> str | None:
        """The first of these variables that says something."""
        return next((value for name in names if (value := self.environment.get(name))), None)


def is_http_url(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)
