"""The database's password, where Secrets Manager renews it: asked for with each new connection.

A pool then goes on over a renewal: connections that are open stay, new ones come with the new password, and
no worker is started again for it.
"""

import json
import time
from collections.abc import Callable

from aiobotocore.session import get_session

from traclearn_worker.settings import DatabaseSettings

KEPT_S = 30.0
"""How long an answer holds: a pool that fills asks once. After a renewal connecting fails no longer than
that, and for the runtime that is an outage, which counts against no message."""


class SecretPassword:
    """asyncpg calls it for each connection. Source: https://magicstack.github.io/asyncpg/current/api/index.html"""

    def __init__(
        self, secret: str, settings: DatabaseSettings, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """`secret`: ARN or name of one whose JSON has `password`, as RDS's rotation functions keep it."""
        self._secret = secret
        self._settings = settings
        self._clock = clock
        self._kept: tuple[float, str] | None = None

    async def __call__(self) -> str:
        """Raises botocore's errors where Secrets Manager does not answer or refuses."""
        now = self._clock()
        if self._kept is None or now >= self._kept[0]:
            self._kept = (now + KEPT_S, await self._read())
        return self._kept[1]

    async def _read(self) -> str:
        settings = self._settings
        async with get_session().create_client(
            "secretsmanager", region_name=settings.aws_region, endpoint_url=settings.aws_endpoint_url
        ) as client:
            reply = await client.get_secret_value(SecretId=self._secret)
        return str(json.loads(reply["SecretString"])["password"])
