"""The bus's archive, and its replay: what a restore took back comes again.

On AWS that is EventBridge's own archive. The emulator has one whose replay never begins, so here a queue that
gets every event stands in for it.
"""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from traclearn_contracts import topology

from traclearn_local.running_stack import RunningStack
from traclearn_local.stack import ACCOUNT, REGION

NAME = "archive"
MARGIN = timedelta(minutes=5)
"""Before the moment that was restored: what was on its way then. Inboxes know what they have done."""
EVERYTHING = json.dumps({"source": [{"prefix": ""}]})


class BusArchive:
    def __init__(self, running: RunningStack) -> None:
        self._events, self._sqs = running.aws("events"), running.aws("sqs")
        self._bus = {"EventBusName": topology.read().bus}
        self._queue = ""

    def begin(self) -> None:
        self._queue = self._sqs.create_queue(QueueName=NAME)["QueueUrl"]
        self._events.put_rule(Name=NAME, EventPattern=EVERYTHING, **self._bus)
        target = {"Id": NAME, "Arn": f"arn:aws:sqs:{REGION}:{ACCOUNT}:{NAME}"}
        self._events.put_targets(Rule=NAME, Targets=[target], **self._bus)

    def replay(self, since: datetime) -> int:
        """Everything since shortly before then is on the bus again; how many events."""
        self._events.remove_targets(Rule=NAME, Ids=[NAME], **self._bus)
        first = since - MARGIN
        kept = [event for event in self._kept() if datetime.fromisoformat(event["time"]) >= first]
        for event in kept:
            self._events.put_events(Entries=[self._entry(event)])
        return len(kept)

    def _kept(self) -> Iterator[dict[str, Any]]:
        while found := self._sqs.receive_message(QueueUrl=self._queue, MaxNumberOfMessages=10).get(
            "Messages"
        ):
            for message in found:
                self._sqs.delete_message(QueueUrl=self._queue, ReceiptHandle=message["ReceiptHandle"])
                yield json.loads(message["Body"])

    def _entry(self, event: dict[str, Any]) -> dict[str, Any]:
        detail = json.dumps(event["detail"], ensure_ascii=False)
        return {"Source": event["source"], "DetailType": event["detail-type"], "Detail": detail, **self._bus}
