"""The last line that `make chaos` prints."""

import pytest

OUTCOME = pytest.StashKey[list[str]]()


def pytest_configure(config):
    config.stash[OUTCOME] = []


@pytest.fixture
def outcome(request):
    """Lines for the end of the run."""
    return request.config.stash[OUTCOME]


def pytest_terminal_summary(terminalreporter, config):
    for line in config.stash[OUTCOME]:
        terminalreporter.write_line(line)
