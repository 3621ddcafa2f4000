"""The stack from images, as far as that can be seen without an engine."""

from types import SimpleNamespace

import pytest
from traclearn_contracts import roster
from traclearn_local.containers import containers, services

DOCKER = """#!/bin/sh
echo "docker $*" >> "$(dirname "$0")/log"
for word; do [ "$word" = "$(cat "$(dirname "$0")/fails" 2>/dev/null)" ] && exit 1; done
exit 0
"""


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A stack whose programs, and a `docker` which, write into `log` what they are asked."""
    docker, log = tmp_path / "docker", tmp_path / "log"
    docker.write_text(DOCKER)
    docker.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")

    def supervisor(name, action):
        with log.open("a") as out:
            out.write(f"{action} {name}\n")

    env = {"GRADER_PORT": "19512", "DEMO_PASSWORD": "two words"}
    return SimpleNamespace(home=tmp_path, env=env, supervisor=supervisor, log=log)


def test_images_run_between_a_stop_and_a_start_of_the_programs(machine):
    with containers(machine):
        machine.supervisor("tests", "run")
    compose = f"docker compose --env-file {machine.home}/compose.env"
    assert machine.log.read_text().splitlines() == [
        *(f"stop {name}" for name in services()),
        f"{compose} up --build --wait",
        "run tests",
        f"{compose} down --volumes",
        *(f"start {name}" for name in services()),
    ]
    assert "DEMO_PASSWORD='two words'" in (machine.home / "compose.env").read_text()
    assert (machine.home / "compose.env").stat().st_mode & 0o077 == 0


def test_programs_start_again_when_no_image_does(machine):
    (machine.home / "fails").write_text("up")
    with pytest.raises(Exception, match="up"), containers(machine):
        pytest.fail("the tests began")
    assert machine.log.read_text().splitlines()[-1] == f"start {services()[-1]}"


def test_every_image_has_a_program_to_stand_in_for():
    assert set(services()) == {*roster.names(), "trac", "trac-sync"}
