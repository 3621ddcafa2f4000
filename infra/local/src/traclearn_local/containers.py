"""The stack's second way: the images that go to AWS, beside this machine's emulators or with all so.

`python -m traclearn_local.containers env` writes what `docker-compose.yml` reads; with `fill` it is what that
file calls `setup`.
Tried against a `docker` that writes down what it is asked; no engine was at hand.
"""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from traclearn_contracts.files import read_yaml

from traclearn_local import trac
from traclearn_local.cloud import cognito, front_door
from traclearn_local.demo import course as demo
from traclearn_local.running_stack import RunningStack
from traclearn_local.secrets import passwords
from traclearn_local.secrets.passwords import write_private
from traclearn_local.stack import KEY, REGION, ROOT, Stack
from traclearn_local.stack_environment import environment_of, shell_assignments
from traclearn_local.stores import migrations, postgres, redis

PLATFORM_PORTS = ("front", "postgres", "redis", "neo4j", "cognito")


def read_compose() -> dict[str, Any]:
    """`docker-compose.yml` by service, with its variables as they stand there."""
    services: dict[str, Any] = read_yaml(ROOT / "docker-compose.yml")["services"]
    return services


def services() -> list[str]:
    """Those that run beside the emulators of `make up`, by the names that the programs have here."""
    return [name for name, one in read_compose().items() if "profiles" not in one]


def variables(stack: Stack, secrets: Mapping[str, str]) -> dict[str, str]:
    """What `docker-compose.yml` names. Before the accounts are made, what they are called is not among it."""
    known = environment_of(stack) if cognito.kept(stack) else {}
    return {
        "TRACLEARN_HOME": str(stack.home),
        "TRACLEARN_PORT_BASE": str(stack.base),
        "AWS_REGION": REGION,
        "AWS_ACCESS_KEY_ID": KEY,
        "AWS_SECRET_ACCESS_KEY": secrets["aws"],
        "POSTGRES_PASSWORD": secrets["postgres"],
        "NEO4J_PASSWORD": secrets["neo4j"],
        **{f"{name.upper()}_PORT": str(stack.ports[name]) for name in PLATFORM_PORTS},
        **known,
    }


def write_variables(stack: Stack) -> Path:
    """And the folders and the configuration that containers find in the stack's folder when they start."""
    stack.make_folders()
    secrets = passwords.keep(stack.home)
    redis.init(stack, secrets)
    path = stack.home / "compose.env"
    write_private(path, shell_assignments(variables(stack, secrets)))
    return path


def fill(stack: Stack) -> None:
    """What `make up` does between its foundations and its programs. Running it again changes nothing."""
    secrets = passwords.keep(stack.home)
    postgres.prepare(stack, secrets)
    migrations.migrate(stack, secrets)
    identity = cognito.seed(stack)
    cognito.keep(stack, identity)
    trac.render_environment(stack, secrets, identity)
    trac.upgrade(stack)
    front_door.write(stack, secrets, identity)
    demo.seed(stack, secrets, identity)
    write_variables(stack)


@contextmanager
def containers(running: RunningStack) -> Iterator[None]:
    """Stops the programs that have images, runs those, and starts the programs again, whatever happened."""
    from testcontainers.compose import DockerCompose  # for tests: the images do not have it

    names, file = services(), running.home / "compose.env"
    write_private(
        file, shell_assignments(variables(running.stack, passwords.keep(running.home)) | running.env)
    )
    for name in names:
        running.supervisor(name, "stop")
    try:
        with DockerCompose(ROOT, env_file=str(file), build=True):
            yield
    finally:
        for name in names:
            running.supervisor(name, "start")


def main() -> None:
    match sys.argv[1:]:
        case ["env"]:
            print(write_variables(Stack.find()))
        case ["fill"]:
            fill(Stack.find())
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
