"""A service that is a real HTTP server, for whoever runs the command against one."""

import threading

import pytest

from .fake_service import FakeService

FOREIGN = ("TRACLEARN_TOKEN", "TRACLEARN_USER", "TRACLEARN_PASSWORD", "AWS_REGION", "AWS_DEFAULT_REGION")


@pytest.fixture
def service(monkeypatch):
    """It runs, and the environment leads to it."""
    service = FakeService()
    thread = threading.Thread(target=service.server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    for name in FOREIGN:
        monkeypatch.delenv(name, raising=False)
    for name, value in service.environment.items():
        monkeypatch.setenv(name, value)
    yield service
    service.server.shutdown()
    service.server.server_close()
    thread.join()
