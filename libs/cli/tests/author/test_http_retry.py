"""A front door or a bucket that is away, slow or busy."""

import time

import pytest
from traclearn_cli import http_retry

GRANTS = "/api/v1/content"


@pytest.mark.parametrize("where", [GRANTS, "/bucket"])
@pytest.mark.parametrize(
    "trouble", [(429, {"Retry-After": "0"}), (503, {}), (0, {})], ids=["429", "503", "cut"]
)
def test_trouble_that_passes_is_retried(run, service, course, where, trouble):
    service.troubles = [(where, *trouble)] * 3
    assert run("add", course)[0] == 0
    assert service.troubles == [] and len(service.posted) == 3


def test_retry_after_is_as_long_as_the_front_door_says(run, service, course):
    service.troubles = [(GRANTS, 429, {"Retry-After": "2"})]
    started = time.monotonic()
    code, _, said = run("add", course, "--no-wait")
    assert code == 0 and time.monotonic() - started >= 2
    assert "Not now. Trying again in 2 s." in said


def test_service_that_stays_away_ends_the_command(run, service, course, monkeypatch):
    monkeypatch.setattr(http_retry, "RETRY_TIMEOUT_S", 0.2)
    service.troubles = [(GRANTS, 503, {})] * 99
    code, _, said = run("add", course)
    assert code == 3 and said == f"{service.url} does not answer as it should: Not now.\n"


def test_rate_limit_is_retried_beyond_the_timeout(run, service, course, monkeypatch):
    monkeypatch.setattr(http_retry, "RETRY_TIMEOUT_S", 0)
    service.troubles = [(GRANTS, 429, {"Retry-After": "0"})] * 5
    assert run("add", course)[0] == 0


def test_closed_port_ends_the_command(run, service, course, monkeypatch):
    monkeypatch.setattr(http_retry, "RETRY_TIMEOUT_S", 0.1)
    monkeypatch.setenv("TRACLEARN_TOKEN", "token")
    monkeypatch.setenv("TRACLEARN_URL", "http://127.0.0.1:9")
    code, _, said = run("add", course)
    assert code == 3 and said.startswith("http://127.0.0.1:9 does not answer")
