"""What carries events: `contracts/topology.yaml` as frozen models, with the names of its queues."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from traclearn_contracts.events import Event
from traclearn_contracts.files import CONTRACTS, read_yaml
from traclearn_contracts.queue_names import DLQ_SUFFIX, QUEUE_PREFIX, TARGET_DLQ_SUFFIX

VISIBILITY_LIMIT = 43_200
"""Seconds, 12 hours; SQS quotas."""
RETENTION_LIMIT = 1_209_600
"""Seconds, 14 days; SQS quotas."""
RECEIVE_WAIT_LIMIT = 20
"""Seconds; SQS long polling."""
INBOX_RETENTION = timedelta(days=35)
"""How long a worker knows an event after it was settled: longer than anything can bring it back. The longest
way is a replay of the bus's archive (14 days), delivered a day later at worst, given up on, replayed from the
dead-letter queue at its end (14 days) and taken from the queue at its end (4 days); two days are to spare."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Alarms(_Frozen):
    """Thresholds: seconds that the oldest message waits, messages in a DLQ, seconds that the outbox lags."""

    age: int = Field(gt=0)
    dlq_depth: int = Field(gt=0)
    outbox_lag: int = Field(gt=0)


class Rule(_Frozen):
    """Which events of a bus a queue gets: one source and its detail-types."""

    source: str
    detail_types: tuple[str, ...] = Field(min_length=1)
    bus: Literal["default"] | None = None
    """`default` is the account's own, where AWS speaks. None: the topology's."""
    bucket: bool = False
    """Whether only what is said about the topology's bucket counts."""

    def pattern(self, bucket: str) -> dict[str, Any]:
        """The EventBridge event pattern; `bucket` is the topology's."""
        about = {"detail": {"bucket": {"name": [bucket]}}} if self.bucket else {}
        return {"source": [self.source], "detail-type": list(self.detail_types)} | about


class Queue(_Frozen):
    """One consumer's queue with its rules. Durations are seconds."""

    name: str
    rules: tuple[Rule, ...] = Field(min_length=1)
    visibility: int = Field(gt=0, le=VISIBILITY_LIMIT)
    retention: int = Field(ge=60, le=RETENTION_LIMIT)
    dlq_retention: int = Field(ge=60, le=RETENTION_LIMIT)
    receive_wait: int = Field(ge=0, le=RECEIVE_WAIT_LIMIT)
    max_receive_count: int = Field(ge=1, le=1000)
    alarms: Alarms

    @property
    def queue_name(self) -> str:
        return f"{QUEUE_PREFIX}{self.name}"

    @property
    def dlq_name(self) -> str:
        """What the worker or SQS gave up on."""
        return f"{self.queue_name}{DLQ_SUFFIX}"

    @property
    def target_dlq_name(self) -> str:
        """What EventBridge could not deliver."""
        return f"{self.queue_name}{TARGET_DLQ_SUFFIX}"

    def rule_name(self, rule: Rule) -> str:
        """Such as `traclearn-grader-trac`: one rule for each source."""
        return f"{self.queue_name}-{rule.source.rpartition('.')[2]}"


class Consumer(_Frozen):
    """What a service gets from its queue, and from whom it takes it."""

    queue: Queue
    roles: Mapping[str, Mapping[str, str]]

    @property
    def detail_types(self) -> frozenset[str]:
        return frozenset(name for rule in self.queue.rules for name in rule.detail_types)

    def authorization_error(self, event: Event) -> str | None:
        """Why an event may not be: it comes from a source of which no rule knows, or its role is missing."""
        sources = {rule.source for rule in self.queue.rules if event.detail_type in rule.detail_types}
        if event.source not in sources:
            return f"{event.detail_type} does not come from {event.source}"
        role = self.roles.get(event.source, {}).get(event.detail_type)
        if role and role not in event.metadata.groups:
            return f"{event.detail_type} needs the group {role}"
        return None


class Topology(_Frozen):
    """The bus, the bucket and every queue."""

    bus: str
    bucket: str
    roles: Mapping[str, Mapping[str, str]]
    """Source → detail-type → the group of people that it takes to say it."""
    queues: tuple[Queue, ...]

    @model_validator(mode="before")
    @classmethod
    def _with_defaults(cls, data: Any) -> Any:
        """Each queue has what `queue_defaults` says and it does not."""
        if "queue_defaults" not in data:
            return data
        kept = {key: value for key, value in data.items() if key != "queue_defaults"}
        defaults = data["queue_defaults"]
        return kept | {"queues": [defaults | {"name": name} | own for name, own in data["queues"].items()]}

    def bus_of(self, rule: Rule) -> str:
        """The name of the bus on which the rule stands."""
        return rule.bus or self.bus

    def queue(self, name: str) -> Queue:
        """The queue of that short name, such as `grader`. Raises KeyError."""
        return {queue.name: queue for queue in self.queues}[name]

    def consumer(self, name: str) -> Consumer:
        """The queue of that short name as its service sees it. Raises KeyError."""
        return Consumer(queue=self.queue(name), roles=self.roles)


def read(path: Path = CONTRACTS / "topology.yaml") -> Topology:
    """Reads and checks a topology. Raises pydantic.ValidationError naming what is wrong."""
    return Topology.model_validate(read_yaml(path))
