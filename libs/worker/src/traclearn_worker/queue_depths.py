"""How many messages lie in each queue of the topology: what an operator asks first when learners wait.

SQS counts approximately: "within a minute" is what its documentation promises for a queue that is at rest.
"""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiobotocore.config import AioConfig
from aiobotocore.session import get_session
from botocore.exceptions import BotoCoreError, ClientError
from traclearn_contracts.topology import Queue

from traclearn_worker.errors import Unavailable
from traclearn_worker.settings import WorkerSettings

if TYPE_CHECKING:
    from aiobotocore.session import ClientCreatorContext
    from types_aiobotocore_sqs import SQSClient
    from types_aiobotocore_sqs.literals import QueueAttributeFilterType

VISIBLE: "QueueAttributeFilterType" = "ApproximateNumberOfMessages"
IN_FLIGHT: "QueueAttributeFilterType" = "ApproximateNumberOfMessagesNotVisible"
DELAYED: "QueueAttributeFilterType" = "ApproximateNumberOfMessagesDelayed"
TIMEOUT_S = 4
RETRY_IN_S = 5.0


@dataclass(frozen=True, slots=True)
class QueueDepth:
    """One service's queue with both of its dead-letter queues, in messages."""

    name: str
    waiting: int
    in_work: int
    """Taken and not yet settled, or handed back with a delay."""
    failed: int
    """What the worker or SQS gave up on."""
    undelivered: int
    """What EventBridge could not deliver."""


class QueueDepths:
    """Asks SQS over one client, opened with the first question."""

    def __init__(self, settings: WorkerSettings, queues: Sequence[Queue]) -> None:
        """All queues lie beside the service's own: same account, same region."""
        self._settings, self._queues = settings, queues
        self._beside = settings.queue_url.rpartition("/")[0]
        self._open = AsyncExitStack()
        self._client: SQSClient | None = None
        self._opening = asyncio.Lock()

    async def read(self) -> list[QueueDepth]:
        """In the topology's order. Raises Unavailable when SQS does not answer."""
        try:
            async with asyncio.timeout(TIMEOUT_S):
                return await asyncio.gather(*(self._depth(queue) for queue in self._queues))
        except (BotoCoreError, ClientError, TimeoutError) as error:
            raise Unavailable("sqs", RETRY_IN_S) from error

    async def close(self) -> None:
        await self._open.aclose()

    async def _depth(self, queue: Queue) -> QueueDepth:
        names = (queue.queue_name, queue.dlq_name, queue.target_dlq_name)
        own, failed, undelivered = await asyncio.gather(*(self._count(name) for name in names))
        return QueueDepth(
            name=queue.name,
            waiting=own[VISIBLE],
            in_work=own[IN_FLIGHT] + own[DELAYED],
            failed=sum(failed.values()),
            undelivered=sum(undelivered.values()),
        )

    async def _count(self, name: str) -> dict[str, int]:
        client = await self._connect()
        found = await client.get_queue_attributes(
            QueueUrl=f"{self._beside}/{name}", AttributeNames=[VISIBLE, IN_FLIGHT, DELAYED]
        )
        return {kind: int(value) for kind, value in found["Attributes"].items()}

    async def _connect(self) -> "SQSClient":
        async with self._opening:
            if self._client is None:
                self._client = await self._open.enter_async_context(self._create())
            return self._client

    def _create(self) -> "ClientCreatorContext[SQSClient]":
        config = AioConfig(connect_timeout=2, read_timeout=TIMEOUT_S, retries={"total_max_attempts": 1})
        region, endpoint = self._settings.aws_region, self._settings.aws_endpoint_url
        return get_session().create_client("sqs", region_name=region, endpoint_url=endpoint, config=config)
