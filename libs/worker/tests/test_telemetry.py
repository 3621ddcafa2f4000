import statistics

import pytest
from traclearn_worker.telemetry import COUNTERS, Metrics, only_allowed

NAMED = {"received", "succeeded", "retried", "dead_lettered", "duplicate", "parked", "lease_lost"}
NAMED |= {"ack_failed", "handle_ms", "queue_age_ms", "inflight", "outbox_lag_s", "breakers_open"}


def test_all_names_of_the_design_are_there():
    metrics = Metrics("grader")
    metrics.gauges |= {"inflight": lambda: 3, "outbox_lag_s": lambda: 0.5, "breakers_open": lambda: 0}
    metrics.observe("handle_ms", 12.3456)
    metrics.observe("queue_age_ms", 1)
    (line,) = metrics.lines()
    assert set(line) >= NAMED
    assert line["handle_ms"] == [12.346]
    assert line["inflight"] == 3


def test_a_line_has_what_came_since_the_last():
    metrics = Metrics("grader")
    metrics.count("received", 4)
    assert metrics.lines()[0]["received"] == 4
    assert metrics.lines()[0]["received"] == 0
    assert metrics.totals["received"] == 4


def test_ten_seconds_at_500_a_second_are_told_whole():
    """A window that is cut would tell the percentile of its beginning: here it becomes slower to its end."""
    metrics, told = Metrics("grader"), []
    metrics.gauges["inflight"] = lambda: 7
    for number in range(5000):
        metrics.count("succeeded")
        metrics.observe("handle_ms", number)
    metrics.observe("queue_age_ms", 1)
    lines = metrics.lines()
    for line in lines:
        (directive,) = line["_aws"]["CloudWatchMetrics"]
        assert [metric["Name"] for metric in directive["Metrics"]] == [*line][2:]
        assert all(len(value) <= 100 for value in line.values() if isinstance(value, list))
        told += line["handle_ms"]
    assert told == list(range(5000))
    assert statistics.quantiles(told, n=100)[98] == pytest.approx(4950, abs=1)
    for name in ("succeeded", "inflight", "queue_age_ms"):
        assert sum(name in line for line in lines) == 1
    assert "handle_ms" not in metrics.lines()[0]


def test_counters_that_rest_are_zero_and_not_missing():
    (line,) = Metrics("grader").lines()
    assert {line[name] for name in COUNTERS} == {0}


def test_unknown_keys_never_get_out():
    entry = {
        "event": "graded",
        "level": "info",
        "answer": "secret",
        "email": "a@b.c",
        "token": "x",
        "attempt": 1,
    }
    assert only_allowed(None, "info", entry) == {"event": "graded", "level": "info", "attempt": 1}
