"""Needs an AWS endpoint and a PostgreSQL whose account may create schemas, and starts them when not given."""

import os

import pytest
from worker_scenes.servers import servers


@pytest.fixture(scope="session")
def keys():
    """Any keys will do for an emulator; none must come from this machine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", "test")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "test")
        yield


@pytest.fixture(scope="session")
def given(keys):
    """(AWS endpoint, PostgreSQL URL), from AWS_ENDPOINT_URL and DATABASE_URL or from servers of our own."""
    endpoint, database = os.environ.get("AWS_ENDPOINT_URL"), os.environ.get("DATABASE_URL")
    if endpoint and database:
        yield endpoint, database
        return
    with servers() as started:
        yield started
