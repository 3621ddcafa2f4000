"""The stack's second way: workers and Trac from the images that go to AWS, beside this machine's emulators.

Tried against a `docker` that writes down what it is asked; no engine was at hand.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import yaml
from testcontainers.compose import DockerCompose

from traclearn_local.handles import assignments
from traclearn_local.passwords import write_private
from traclearn_local.running import Running
from traclearn_local.stack import ROOT


def services() -> list[str]:
    """What `docker-compose.yml` runs, by the names that the programs have here."""
    return list(yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"])


@contextmanager
def containers(running: Running) -> Iterator[None]:
    """Stops the programs that have images, runs those, and starts the programs again, whatever happened."""
    names, variables = services(), running.home / "compose.env"
    write_private(variables, assignments(running.env))
    for name in names:
        running.supervisor(name, "stop")
    try:
        with DockerCompose(ROOT, env_file=str(variables), build=True):
            yield
    finally:
        for name in names:
            running.supervisor(name, "start")
