"""The same answer as each consumer of `make bench-runtime` expects it in its queue."""

import base64
import json
from typing import Any
from uuid import uuid4

from traclearn_contracts.files import CONTRACTS

LEARNERS = 50
TASK = "bench"
"""The peers' name of what does nothing with it."""
ENVELOPE = json.loads((CONTRACTS / "examples/AnswerSubmitted.v1/plain.json").read_text())


def envelope(number: int) -> dict[str, Any]:
    """An answer that nobody has given yet, as EventBridge brings it."""
    detail = ENVELOPE["detail"]
    metadata = detail["metadata"] | {"event_id": str(uuid4()), "learner": f"learner-{number % LEARNERS}"}
    return {**ENVELOPE, "detail": detail | {"metadata": metadata}}


def event(number: int) -> str:
    return json.dumps(envelope(number))


def taskiq(number: int) -> str:
    """What `kiq(envelope)` sends."""
    return json.dumps(
        {
            "task_id": uuid4().hex,
            "task_name": TASK,
            "labels": {},
            "labels_types": {},
            "args": [envelope(number)],
            "kwargs": {},
        }
    )


def celery(number: int) -> str:
    """What `delay(envelope)` sends: https://docs.celeryq.dev/en/stable/internals/protocol.html, version 2."""
    task = str(uuid4())
    chain = {"callbacks": None, "errbacks": None, "chain": None, "chord": None}
    headers = {"lang": "py", "task": TASK, "id": task, "root_id": task, "parent_id": None, "retries": 0}
    content = json.dumps([[envelope(number)], {}, chain])
    return json.dumps(
        {
            "body": base64.b64encode(content.encode()).decode(),
            "content-encoding": "utf-8",
            "content-type": "application/json",
            "headers": headers,
            "properties": {
                "correlation_id": task,
                "delivery_mode": 2,
                "delivery_info": {"exchange": "", "routing_key": TASK},
                "priority": 0,
                "body_encoding": "base64",
                "delivery_tag": str(uuid4()),
            },
        }
    )
