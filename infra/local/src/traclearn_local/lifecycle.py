"""Brings a stack up and down. `up` says each step and may be called at any time: what stands stays."""

import shutil
from collections.abc import Iterable

from traclearn_local import trac
from traclearn_local.cloud import cognito, front_door
from traclearn_local.cloud.cognito import Identity
from traclearn_local.console import step
from traclearn_local.demo import course as demo
from traclearn_local.demo import material
from traclearn_local.errors import LocalError
from traclearn_local.processes import health, orphans, port_owners
from traclearn_local.processes.programs import Program
from traclearn_local.processes.supervision import Supervisor, configure
from traclearn_local.secrets import file_permissions, passwords
from traclearn_local.services import Services, foundations
from traclearn_local.stack import Stack
from traclearn_local.stores import migrations, neo4j, postgres, redis

PORTS = {"localstack": "aws", "envoy": "front", "trac-sync": ""}
"""Programs whose port has another name; "" has none."""
FOUNDATIONS = ("cognito", "localstack", "redis", "neo4j", "postgres")


def up(stack: Stack) -> None:
    """Raises LocalError: a taken port, something missing, or what is not healthy with its log."""
    stack.make_folders()
    file_permissions.mend(stack.home)
    secrets = passwords.keep(stack.home)
    supervisor = Supervisor(stack)
    if not supervisor.is_running():
        orphans.end(stack)
        shutil.rmtree(stack.temporary, ignore_errors=True)
    stack.temporary.mkdir(exist_ok=True)
    _check_ports(stack, supervisor)
    (stack.home / "port_base").write_text(str(stack.base))
    postgres.init(stack, secrets)
    neo4j.init(stack, secrets)
    redis.init(stack, secrets)
    first = foundations(stack, secrets)
    known = cognito.kept(stack)
    configure(stack, first + (_services(stack, secrets, known) if known else []))
    supervisor.begin()
    with step("PostgreSQL, Neo4j, Redis, LocalStack, Cognito"):
        _start(stack, supervisor, secrets, first)
    with step("Database"):
        postgres.prepare(stack, secrets)
        migrations.migrate(stack, secrets)
    identity = _identity(stack, supervisor, secrets)
    with step("Trac"):
        trac.render_environment(stack, secrets, identity)
        trac.upgrade(stack)
    front_door.write(stack, secrets, identity)
    rest = _services(stack, secrets, identity)
    configure(stack, first + rest)
    supervisor.begin()
    with step("Front door, workers, Trac and its sync"):
        _start(stack, supervisor, secrets, rest)
    demo.seed(stack, secrets, identity)
    material.upload(stack)


def _services(stack: Stack, secrets: dict[str, str], identity: Identity) -> list[Program]:
    return Services(stack, secrets, identity).programs()


def _check_ports(stack: Stack, supervisor: Supervisor) -> None:
    """Only of programs that do not run yet."""
    running = {name for name, info in supervisor.state().items() if info["pid"]}
    moved = stack.home / "port_base"
    if running and moved.read_text() != str(stack.base):
        raise LocalError(f"This stack runs on base port {moved.read_text()}; `make down` first to move it.")
    stopped = stack.ports.keys() - {PORTS.get(name, name) for name in running}
    port_owners.check(stack, stopped)


def _start(
    stack: Stack, supervisor: Supervisor, secrets: dict[str, str], programs: Iterable[Program]
) -> None:
    names = [program.name for program in programs]
    for name in names:
        supervisor.start(name)
    for name in names:
        health.wait(stack, secrets, name)


def _identity(stack: Stack, supervisor: Supervisor, secrets: dict[str, str]) -> Identity:
    """Seeds the pool. The emulator writes its state on a clean stop only: it gets one after a change."""
    with step("Accounts"):
        identity = cognito.seed(stack)
        if identity != cognito.kept(stack):
            supervisor.restart("cognito")
            health.wait(stack, secrets, "cognito")
            if cognito.seed(stack) != identity:
                raise LocalError(
                    "The Cognito emulator forgot its pool when it restarted; see `make logs SVC=cognito`."
                )
            cognito.keep(stack, identity)
    return identity


def control_programs(stack: Stack, action: str, names: list[str]) -> None:
    """`start`, `stop` or `restart`. Raises LocalError for a name that the stack does not have, Unhealthy."""
    supervisor, secrets = Supervisor(stack), passwords.keep(stack.home)
    known = supervisor.state()
    if unknown := [name for name in names if name not in known]:
        programs = ", ".join(known) or "none, as nothing runs"
        raise LocalError(f"No program {', '.join(unknown)}. There are: {programs}")
    for name in names:
        with step(f"{action} {name}"):
            if action != "start":
                supervisor.stop(name)
            if action != "stop":
                supervisor.start(name)
                health.wait(stack, secrets, name)


def down(stack: Stack) -> None:
    """Returns when no process of the stack is left. Raises LocalError naming those that stayed."""
    with step("Stopping"):
        Supervisor(stack).end(FOUNDATIONS)
        orphans.end(stack)
        if left := orphans.find(stack):
            raise LocalError(f"Still running: pid {', '.join(map(str, left))}")


def reset(stack: Stack) -> None:
    """Down, and the data gone. Tools stay."""
    down(stack)
    with step(f"Deleting {stack.home}"):
        shutil.rmtree(stack.home, ignore_errors=True)
        if stack.home.exists():
            raise LocalError(f"{stack.home} could not be deleted")
