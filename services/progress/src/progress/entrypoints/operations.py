"""The HTTP route of operators: how much waits in each queue, and what failed there."""

from dataclasses import asdict

from fastapi import APIRouter, Depends, Response
from traclearn_identity import Guard
from traclearn_worker.queue_depths import QueueDepths

from progress.entrypoints.authors import answer_unstored

GROUP = "operators"


def operations(depths: QueueDepths, guard: Guard) -> APIRouter:
    router = APIRouter(prefix="/api/v1/operations", dependencies=[Depends(guard.group(GROUP))])

    @router.get("")
    async def queues() -> Response:
        return answer_unstored({"queues": [asdict(depth) for depth in await depths.read()]})

    return router
