"""`traclearn path` in this process, without long pauses."""

import json

import pytest
from traclearn_cli import http_retry
from traclearn_cli.learner import acceptance, path_watch
from traclearn_cli.main import build_app
from typer.testing import CliRunner


@pytest.fixture
def run(service, monkeypatch):
    """Gives exit code, stdout (as objects with --json) and stderr."""
    for module, name in (
        (http_retry, "FIRST_PAUSE_S"),
        (path_watch, "FIRST_PAUSE_S"),
        (path_watch, "MAX_PAUSE_S"),
        (acceptance, "MAX_PAUSE_S"),
    ):
        monkeypatch.setattr(module, name, 0.02)

    def run(*arguments):
        result = CliRunner().invoke(build_app(()), ["path", *map(str, arguments)])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        objects = [json.loads(line) for line in result.stdout.splitlines()] if "--json" in arguments else None
        return result.exit_code, result.stdout if objects is None else objects, result.stderr

    return run


@pytest.fixture
def paths(service):
    return service.paths
