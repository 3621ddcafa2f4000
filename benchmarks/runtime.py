"""`make bench-runtime`: what a message costs with a handler that does nothing, beside bare aiobotocore.

One process a consumer, on the same ElasticMQ in the same run: the bare loop, the runtime on the store in
memory, and on PostgreSQL. Writes build/bench/runtime.json.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from uuid import uuid4

from traclearn_contracts.files import CONTRACTS
from traclearn_local.scratch import administrator
from traclearn_worker.transport import BATCH

from benchmarks.consumers import CONSUMERS, KEYS, client
from benchmarks.elasticmq import elasticmq

EXAMPLE = CONTRACTS / "examples/AnswerSubmitted.v1/plain.json"
LEARNERS = 50
SENDERS = 8
Took = dict[str, float]
"""Of one consumer: `seconds`, seconds of `cpu`, and `statements` a message where there is a database."""


def body(number: int) -> str:
    """An answer that nobody has given yet."""
    envelope = json.loads(EXAMPLE.read_text())
    envelope["detail"]["metadata"] |= {"event_id": str(uuid4()), "learner": f"learner-{number % LEARNERS}"}
    return json.dumps(envelope)


async def filled(endpoint: str, count: int) -> str:
    """A new queue with so many answers."""
    async with client(endpoint) as sqs:
        queue = str((await sqs.create_queue(QueueName=f"bench-{uuid4().hex[:12]}"))["QueueUrl"])

        async def send(first: int) -> None:
            for start in range(first, count, SENDERS * BATCH):
                numbers = range(start, min(start + BATCH, count))
                entries = [{"Id": str(number), "MessageBody": body(number)} for number in numbers]
                await sqs.send_message_batch(QueueUrl=queue, Entries=entries)

        await asyncio.gather(*(send(sender * BATCH) for sender in range(SENDERS)))
        return queue


def consume(kind: str, endpoint: str, count: int, database: str) -> Took:
    queue = asyncio.run(filled(endpoint, count))
    program = [sys.executable, "-m", "benchmarks.consumers", kind, endpoint, queue, str(count), database]
    environment = {**os.environ, **{name.upper(): value for name, value in KEYS.items()}}
    done = subprocess.run(program, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    took: Took = json.loads(done.stdout.splitlines()[-1])
    return took


def figures(runs: list[Took], count: int) -> dict[str, float]:
    """Medians of one consumer."""
    found = {
        "messages_s": round(median(count / run["seconds"] for run in runs), 1),
        "cpu_ms": round(median(run["cpu"] for run in runs) * 1000 / count, 3),
    }
    if "statements" in runs[0]:
        found["statements"] = round(median(run["statements"] for run in runs), 3)
    return found


def report(rounds: list[dict[str, Took]], count: int) -> dict[str, object]:
    """`ratio` is ours on PostgreSQL to the bare loop, in CPU a message: that depends least on the machine."""
    ratios = {
        kind: [each[kind]["cpu"] / each["raw"]["cpu"] for each in rounds] for kind in ("memory", "postgres")
    }
    all_figures = {kind: figures([each[kind] for each in rounds], count) for kind in CONSUMERS}
    return {
        "name": "runtime",
        "peer": "bare aiobotocore: receives side by side, deletes ten at a time; no inbox, lease or handler",
        "ratio": round(median(ratios["postgres"]), 2),
        "ratio_memory": round(median(ratios["memory"]), 2),
        "ours": all_figures["postgres"]["cpu_ms"],
        "theirs": all_figures["raw"]["cpu_ms"],
        "unit": "ms of CPU a message",
        "spread": [round(min(ratios["postgres"]), 2), round(max(ratios["postgres"]), 2)],
        "runs": len(rounds),
        "messages": count,
        "consumers": all_figures,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=10_000, help="a consumer and round (default 10000)")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    folder = Path("build/bench").absolute()
    (folder / "elasticmq").mkdir(parents=True, exist_ok=True)
    with elasticmq(folder / "elasticmq") as endpoint, administrator() as database:
        rounds = [
            {kind: consume(kind, endpoint, options.messages, database) for kind in CONSUMERS}
            for _ in range(options.runs)
        ]
    result = report(rounds, options.messages)
    (folder / "runtime.json").write_text(json.dumps(result, indent=2) + "\n")
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
