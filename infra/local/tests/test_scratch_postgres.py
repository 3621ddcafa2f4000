"""Which PostgreSQL tests get: the caller's, a container's or this machine's."""

from contextlib import contextmanager

import pytest
from traclearn_local.stores import scratch_postgres


@pytest.fixture
def choose(monkeypatch):
    """`choose(docker=…, given=…)` is the address that comes out."""

    def ask(*, docker, given=None):
        monkeypatch.delenv("TEST_DATABASE_URL", raising=False)
        if given:
            monkeypatch.setenv("TEST_DATABASE_URL", given)
        monkeypatch.setattr(scratch_postgres, "docker_answers", lambda: docker)
        for name in ("container", "own"):
            monkeypatch.setattr(scratch_postgres, name, contextmanager(lambda name=name: iter([name])))
        with scratch_postgres.administrator() as url:
            return url

    return ask


def test_a_container_where_docker_answers_and_else_a_server_of_our_own(choose):
    assert choose(docker=True) == "container"
    assert choose(docker=False) == "own"


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+asyncpg"])
def test_the_given_server_comes_first_whatever_its_driver(choose, scheme):
    assert choose(docker=True, given=f"{scheme}://me:p@h:1/d") == "postgresql://me:p@h:1/d"


@pytest.mark.parametrize(("script", "there"), [("exit 0", True), ("exit 1", False), (None, False)])
def test_an_engine_that_does_not_answer_is_none(monkeypatch, tmp_path, script, there):
    if script:
        (tmp_path / "docker").write_text(f"#!/bin/sh\n{script}\n")
        (tmp_path / "docker").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert scratch_postgres.docker_answers() is there
