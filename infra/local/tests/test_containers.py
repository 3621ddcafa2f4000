"""The stack from images, as far as that can be seen without an engine."""

import re
from types import SimpleNamespace

import pytest
from traclearn_contracts import roster
from traclearn_local.cloud import cognito
from traclearn_local.cloud.cognito import Identity
from traclearn_local.containers import containers, read_compose, services, variables, write_variables
from traclearn_local.secrets import passwords
from traclearn_local.services import Services, foundations
from traclearn_local.stack import ROOT, Stack

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
    stack = Stack(tmp_path, 19500)
    return SimpleNamespace(stack=stack, home=tmp_path, env=env, supervisor=supervisor, log=log)


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


IMAGE = {"EMBEDDING_MODEL_DIR", "TRAC_ENV", "SCRIPT_NAME", "PYTHONWARNINGS"}
"""Variables that a Dockerfile sets and `make up` gives: paths in an image are its own."""
MACHINE = {"TRACLEARN_CODE", "TRACLEARN_CONFIG", "PYTHON_EGG_CACHE", "PYTHONDONTWRITEBYTECODE"}
"""Of the native stack alone: marks that say when to restart, and where files lie."""
CONTAINER = {"HOST", "BIND"}
"""Of containers alone: where their programs listen."""
TRAC_PORT = {"PORT"}
"""Trac's is an option of its server natively."""


@pytest.fixture
def stack(tmp_path):
    """One whose accounts are known."""
    stack = Stack(tmp_path, 19500)
    stack.make_folders()
    cognito.keep(stack, Identity("pool", "web", "machine", "secret", {}))
    return stack


@pytest.fixture
def native(stack):
    """Program → its environment, as `make up` gives it."""
    secrets = passwords.keep(stack.home)
    (stack.home / "envoy.yaml").touch()
    (stack.trac_env / "conf").mkdir(parents=True)
    (stack.trac_env / "conf" / "trac.ini").touch()
    for name in ("neo4j/conf/neo4j.conf", "run/redis.conf"):
        (stack.home / name).parent.mkdir(parents=True, exist_ok=True)
        (stack.home / name).touch()
    programs = foundations(stack, secrets) + Services(stack, secrets, cognito.known(stack)).programs()
    return {one.name: dict(one.environment) for one in programs}


@pytest.fixture
def composed(stack):
    """Service → its environment, with what `make compose-env` says filled in."""
    known = variables(stack, passwords.keep(stack.home))

    def value(text):
        return re.sub(r"\$\{(\w+)(:\?[^}]*)?\}", lambda found: known[found[1]], str(text))

    return {
        name: {key: value(said) for key, said in (one.get("environment") or {}).items()}
        for name, one in read_compose().items()
    }


def test_every_image_has_a_program_to_stand_in_for():
    assert set(services()) == {*roster.names(), "trac", "trac-sync"}


def test_whole_stack_has_every_program_of_make_up_and_what_fills_it(native):
    assert set(read_compose()) == {*native, "setup"}


@pytest.mark.parametrize("name", [*roster.names(), "trac", "trac-sync", "localstack", "cognito"])
def test_container_gets_what_the_program_gets(name, native, composed):
    wanted = {key: said for key, said in native[name].items() if key not in IMAGE | MACHINE}
    own = CONTAINER | (TRAC_PORT if name == "trac" else set())
    assert {key: said for key, said in composed[name].items() if key not in own} == wanted


def test_variables_that_compose_leaves_out_are_set_by_dockerfiles():
    text = (ROOT / "trac/Dockerfile").read_text() + (ROOT / "services/Dockerfile").read_text()
    assert {name for name in IMAGE if re.search(rf"\b{name}=", text)} == IMAGE


def test_every_variable_is_one_that_compose_env_writes(stack):
    named = set(re.findall(r"\$\{(\w+)", (ROOT / "docker-compose.yml").read_text()))
    assert named <= variables(stack, passwords.keep(stack.home)).keys()
    assert len(named) > 30


def test_before_there_are_accounts_the_platform_has_what_it_needs(tmp_path):
    """`setup` runs with that: it is what makes the accounts."""
    file = write_variables(Stack(tmp_path, 19500))
    known = {line.partition("=")[0] for line in file.read_text().splitlines()}
    compose = read_compose()
    for name in ("postgres", "redis", "neo4j", "localstack", "cognito", "setup"):
        assert set(re.findall(r"\$\{(\w+)", str(compose[name]))) <= known, name
    assert (tmp_path / "run" / "redis.conf").is_file()


def test_every_server_says_when_it_is_ready():
    quiet = {*roster.names(), "trac-sync", "setup"}  # the workers' image has its own; two ask nobody to wait
    assert {name for name, one in read_compose().items() if "healthcheck" not in one} == quiet
