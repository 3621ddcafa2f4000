"""`make bench-runtime`: what a message costs with a handler that does nothing, beside named peers.

One process a consumer, on the same ElasticMQ in the same run: bare aiobotocore, the runtime on the store in
memory and on PostgreSQL, taskiq-aio-sqs and Celery. Writes build/bench/runtime.json.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
from statistics import median
from uuid import uuid4

from traclearn_local.stores.scratch_postgres import administrator
from traclearn_worker.transport import MAX_BATCH_ENTRIES

from benchmarks import messages
from benchmarks.consumers import KEYS, client
from benchmarks.elasticmq import elasticmq
from benchmarks.results import FOLDER, write_result

OURS = ("memory", "postgres")
PEERS = {
    "raw": "bare aiobotocore: receives side by side, deletes ten at a time; "
    "no handler, no lease that is renewed, no inbox",
    "taskiq": "taskiq-aio-sqs: receives ten at a time, deletes one by one after the task; "
    "no inbox (a redelivery runs again), no outbox, no contract checked, no retry that is counted",
    "celery": "Celery[sqs], acks_late, pool solo: receives ten at a time, deletes one by one after the task; "
    "no inbox (a redelivery runs again), no outbox, no contract checked, no lease that is renewed",
}
"""What each does, and which of the runtime's promises it does not give."""
BODIES = {"taskiq": messages.taskiq, "celery": messages.celery}
CONSUMERS = ("raw", *OURS, *BODIES)
SENDERS = 8
Took = dict[str, float]
"""Of one consumer, a message: `seconds`, seconds of `cpu`, and `statements` where there is a database."""


async def filled(kind: str, endpoint: str, count: int) -> str:
    """A new queue with so many answers."""
    body = BODIES.get(kind, messages.event)
    async with client(endpoint) as sqs:
        queue = str((await sqs.create_queue(QueueName=f"bench-{uuid4().hex[:12]}"))["QueueUrl"])

        async def send(first: int) -> None:
            for start in range(first, count, SENDERS * MAX_BATCH_ENTRIES):
                numbers = range(start, min(start + MAX_BATCH_ENTRIES, count))
                entries = [{"Id": str(number), "MessageBody": body(number)} for number in numbers]
                await sqs.send_message_batch(QueueUrl=queue, Entries=entries)

        await asyncio.gather(*(send(sender * MAX_BATCH_ENTRIES) for sender in range(SENDERS)))
        return queue


def consume(kind: str, endpoint: str, count: int, database: str) -> Took:
    queue = asyncio.run(filled(kind, endpoint, count))
    python = str(FOLDER / "peers/bin/python") if kind in BODIES else sys.executable
    module = "benchmarks.peers" if kind in BODIES else "benchmarks.consumers"
    program = [python, "-m", module, kind, endpoint, queue, str(count), database]
    environment = {**os.environ, **{name.upper(): value for name, value in KEYS.items()}}
    done = subprocess.run(program, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    took: Took = json.loads(done.stdout.splitlines()[-1])
    return took


def figures(runs: list[Took]) -> dict[str, float]:
    """Medians of one consumer."""
    found = {
        "messages_s": round(median(1 / run["seconds"] for run in runs), 1),
        "cpu_ms": round(median(run["cpu"] for run in runs) * 1000, 3),
    }
    if "statements" in runs[0]:
        found["statements"] = round(median(run["statements"] for run in runs), 3)
    return found


def ratios(rounds: list[dict[str, Took]], ours: str, peer: str) -> dict[str, object]:
    """Ours to the peer's in the same round: `cpu` a message (less is better) and `messages_s` (more is)."""
    cpu = [each[ours]["cpu"] / each[peer]["cpu"] for each in rounds]
    rate = [each[peer]["seconds"] / each[ours]["seconds"] for each in rounds]
    return {
        "cpu": round(median(cpu), 2),
        "spread": [round(min(cpu), 2), round(max(cpu), 2)],
        "messages_s": round(median(rate), 2),
    }


def report(rounds: list[dict[str, Took]], count: int) -> dict[str, object]:
    """`ratio` is ours on PostgreSQL to the bare loop, in CPU a message: that depends least on the machine."""
    beside = {peer: {ours: ratios(rounds, ours, peer) for ours in OURS} for peer in PEERS}
    told = {kind: figures([each[kind] for each in rounds]) for kind in CONSUMERS}
    return {
        "name": "runtime",
        "peer": PEERS["raw"],
        "ratio": beside["raw"]["postgres"]["cpu"],
        "ratio_memory": beside["raw"]["memory"]["cpu"],
        "ours": told["postgres"]["cpu_ms"],
        "theirs": told["raw"]["cpu_ms"],
        "unit": "ms of CPU a message",
        "spread": beside["raw"]["postgres"]["spread"],
        "runs": len(rounds),
        "messages": count,
        "consumers": told,
        "peers": {peer: {"is": PEERS[peer], **beside[peer]} for peer in PEERS},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=5_000, help="a consumer and round (default 5000)")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    (FOLDER / "elasticmq").mkdir(parents=True, exist_ok=True)
    with elasticmq(FOLDER / "elasticmq") as endpoint, administrator() as database:
        rounds = [
            {kind: consume(kind, endpoint, options.messages, database) for kind in CONSUMERS}
            for _ in range(options.runs)
        ]
    result = report(rounds, options.messages)
    write_result(result)
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
