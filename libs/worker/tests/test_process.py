"""A worker as a process: what it prints, what it answers over HTTP, and how it ends on SIGTERM."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from worker_scenes.citizen import SECRET

SCENES = Path(__file__).parent


@pytest.fixture(scope="module")
def citizen():
    """(answers of its routes, exit status, what it printed)."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "worker_scenes.citizen", str(port)],
        env={**os.environ, "PYTHONPATH": str(SCENES)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        answers = {path: get(port, path) for path in ("/health", "/ready", "/api/v1/own")}
        time.sleep(1.2)
        process.send_signal(signal.SIGTERM)
        printed, _ = process.communicate(timeout=30)
    finally:
        process.kill()
    return answers, process.returncode, printed


def get(port, path):
    for _ in range(150):
        try:
            return httpx.get(f"http://127.0.0.1:{port}{path}")
        except httpx.TransportError:
            time.sleep(0.1)
    raise TimeoutError


def test_worker_process_serves_health_beside_its_own_routes(citizen):
    answers, _, _ = citizen
    assert [answer.status_code for answer in answers.values()] == [200, 200, 200]
    assert answers["/health"].json() == {"status": "ok"}
    assert answers["/api/v1/own"].json() == {"own": True}


def test_sigterm_ends_the_worker_process_with_code_0(citizen):
    _, status, printed = citizen
    assert status == 0
    assert "draining" in printed


def test_every_line_is_json_and_holds_no_answer(citizen):
    _, _, printed = citizen
    lines = [json.loads(line) for line in printed.splitlines()]
    assert SECRET not in printed
    assert "Hunter2" not in printed
    failed = [line for line in lines if line.get("event") == "attempt failed"]
    assert {line["reason"] for line in failed} == {"ValueError", "the model is busy"}
    assert {"event_id", "correlation_id", "detail_type", "traceparent", "where"} <= set(failed[0])
    assert failed[0]["where"].startswith("citizen.py:")
    assert "cannot parse %s" in {line.get("event") for line in lines}
    assert [line["error"] for line in lines if line.get("event") == "background work failed"]


def test_metrics_are_in_the_embedded_format(citizen):
    _, _, printed = citizen
    found = [json.loads(line) for line in printed.splitlines()]
    metrics = [line for line in found if "_aws" in line]
    assert sum(line["received"] for line in metrics) >= 3
    assert sum(line["succeeded"] for line in metrics) == 1
    assert any(line.get("handle_ms") for line in metrics)
    for line in metrics:
        (directive,) = line["_aws"]["CloudWatchMetrics"]
        names = {metric["Name"] for metric in directive["Metrics"]}
        assert directive["Dimensions"] == [["service"]]
        assert line["service"] == "citizen"
        assert names == set(line) - {"_aws", "service"}
        assert all(len(line[name]) <= 100 for name in names if isinstance(line[name], list))
