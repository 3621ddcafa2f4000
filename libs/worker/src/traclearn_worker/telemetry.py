"""Logs and metrics, both as JSON lines on stdout.

A log line has only keys from an allow-list: no answer, no name, no token ever gets into it. Metrics are
CloudWatch's embedded metric format, gathered and written every few seconds.
Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
"""

import asyncio
import json
import logging
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, MutableMapping
from math import ceil
from typing import Any

import structlog

# fmt: off
ALLOWED = frozenset({
    "event", "level", "timestamp", "service", "logger", "event_id", "detail_type", "correlation_id",
    "traceparent", "message_id", "attempt", "reason", "error", "where", "dependency", "state", "key", "code",
    "count",
})
COUNTERS = (
    "received", "succeeded", "retried", "dead_lettered", "duplicate", "parked", "lease_lost", "ack_failed",
    "handed_back", "receive_failed", "publish_failed",
)
# fmt: on
TIMINGS = {"handle_ms": "Milliseconds", "queue_age_ms": "Milliseconds", "graph_ms": "Milliseconds"}
"""The last of those services that ask Neo4j."""
GAUGES = {"inflight": "Count", "outbox_lag_s": "Seconds", "breakers_open": "Count"}
MAX_VALUES = 100
"""Values that one metric may have in one document. Source: the specification above."""
NAMESPACE = "TracLearn"


class Metrics:
    """Gathers the worker's figures; `lines()` gives what came since the last time."""

    def __init__(self, service: str) -> None:
        self.service = service
        self.totals: Counter[str] = Counter()
        """Since the start, for tests and /ready."""
        self._counts: Counter[str] = Counter()
        self._values: defaultdict[str, list[float]] = defaultdict(list)
        self.gauges: dict[str, Callable[[], float]] = {}

    def count(self, name: str, n: int = 1) -> None:
        self._counts[name] += n
        self.totals[name] += n

    def observe(self, name: str, value: float) -> None:
        self._values[name].append(round(value, 3))

    def lines(self) -> list[dict[str, Any]]:
        """EMF documents: as many as the timings need, each value, counter and gauge in exactly one of them.

        Counters that did not move are 0, so that alarms see a living service.
        """
        figures: dict[str, Any] = {name: self._counts[name] for name in COUNTERS}
        figures |= {name: read() for name, read in self.gauges.items()}
        documents = [figures, *({} for _ in range(self._parts() - 1))]
        for name, values in self._values.items():
            for document, part in zip(documents, batched(values, MAX_VALUES), strict=False):
                document[name] = part
        self._counts.clear()
        self._values.clear()
        now = int(time.time() * 1000)
        return [self._document(now, document) for document in documents]

    def _parts(self) -> int:
        """Documents that the timing with the most values needs."""
        return max([1, *(ceil(len(values) / MAX_VALUES) for values in self._values.values())])

    def _document(self, now: int, figures: dict[str, Any]) -> dict[str, Any]:
        units = TIMINGS | GAUGES
        directive = {
            "Namespace": NAMESPACE,
            "Dimensions": [["service"]],
            "Metrics": [{"Name": name, "Unit": units.get(name, "Count")} for name in figures],
        }
        header = {"Timestamp": now, "CloudWatchMetrics": [directive]}
        return {"_aws": header, "service": self.service, **figures}

    async def run(self, every: float = 10.0) -> None:
        """Writes lines every few seconds until cancelled, and the last ones then."""
        try:
            while True:
                await asyncio.sleep(every)
                self.write()
        finally:
            self.write()

    def write(self) -> None:
        for line in self.lines():
            print(json.dumps(line, separators=(",", ":")), flush=True)


def batched(values: list[float], size: int) -> Iterator[list[float]]:
    """The values in order, so many at a time."""
    return (values[start : start + size] for start in range(0, len(values), size))


def configure(service: str, level: str = "INFO") -> None:
    """Sends structlog and the standard library's logging to stdout as allowed JSON."""
    number = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            lambda _logger, _method, entry: {"service": service, **entry},
            only_allowed,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(handlers=[Foreign()], level=max(number, logging.WARNING), force=True)


def only_allowed(_logger: Any, _method: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Drops every key that is not on the list, silently: a log must not fail, and must not leak."""
    return {key: value for key, value in entry.items() if key in ALLOWED}


class Foreign(logging.Handler):
    """What other libraries log: the message before its arguments are filled in, since those may be data."""

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else None
        known = {} if error is None else {"error": error}
        message = str(record.msg).splitlines()[0][:200] if record.msg else ""
        structlog.get_logger().log(record.levelno, message, logger=record.name, **known)


def where(error: BaseException) -> str:
    """File and line in which an error arose: enough to find it, without the values that were at hand."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return "unknown"
    return f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}"
