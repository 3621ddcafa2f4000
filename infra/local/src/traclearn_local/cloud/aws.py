"""The one place that makes boto3 clients of the emulators, by localstack-client."""

from typing import Any

from localstack_client.session import Session

from traclearn_local.stack import REGION

KEY = "local"
"""Emulators take any; Cognito's wants the stack's own where it changes something."""


def client(service: str, url: str, key: str = KEY, secret: str = KEY, **settings: Any) -> Any:
    """A boto3 client of the emulator at `url`.

    localstack-client prefers `$AWS_ENDPOINT_URL`, which in a shell that did `eval "$(make env)"` may name
    another stack than the one that is meant here.
    """
    session = Session(aws_access_key_id=key, aws_secret_access_key=secret, region_name=REGION)
    session._service_endpoint_mapping = {service: url}
    return session.client(service, **settings)
