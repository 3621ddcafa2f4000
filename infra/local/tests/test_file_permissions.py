"""Nobody else reads what a stack holds, also one that was made when others could."""

import importlib.util
import os
import stat
import subprocess

import pytest
from supervisor.options import ServerOptions
from traclearn_local.cloud import front_door
from traclearn_local.processes.supervision import configure
from traclearn_local.secrets import file_permissions, passwords
from traclearn_local.services import foundations
from traclearn_local.stack import EMULATORS, Stack
from traclearn_local.stores import neo4j, redis


@pytest.fixture
def stack(tmp_path):
    made = Stack(tmp_path, 20500)
    for folder in (made.run, made.logs):
        folder.mkdir()
    return made


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_files_that_others_could_read_become_private_at_start(stack, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside") / "file"
    outside.touch()
    outside.chmod(0o644)
    key, tool = stack.run / "key.pem", stack.logs / "tool"
    for path, before in ((key, 0o644), (tool, 0o755), (stack.run, 0o755)):
        path.touch()
        path.chmod(before)
    (stack.run / "link").symlink_to(outside)
    (stack.run / "broken").symlink_to("nowhere")
    file_permissions.mend(stack.home)
    assert [mode(path) for path in (key, tool, stack.run, outside)] == [0o600, 0o700, 0o700, 0o644]


def test_only_the_server_that_is_another_user_passes_through(stack):
    stack.home.chmod(0o755)
    file_permissions.enclose(stack.home)
    assert mode(stack.home) == (0o710 if os.geteuid() == 0 else 0o700)


def test_programs_and_their_logs_are_made_private(stack):
    secrets = passwords.keep(stack.home)
    redis.init(stack, secrets)
    configure(stack, foundations(stack, secrets))
    options = ServerOptions()
    options.realize(["-c", str(stack.run / "supervisord.conf"), "-n"])
    assert options.umask == file_permissions.UMASK
    assert mode(redis.conf(stack)) == 0o600
    assert f"requirepass {secrets['redis']}" in redis.conf(stack).read_text()


def test_no_password_stands_in_a_command_line(stack, monkeypatch):
    secrets, lines = passwords.keep(stack.home), []

    def run(command, **options):
        lines.append(command)
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(neo4j.java, "find", lambda: "java")
    monkeypatch.setattr(subprocess, "run", run)
    neo4j.init(stack, secrets)
    lines += [program.command for program in foundations(stack, secrets)]
    lines.append(front_door.command(stack))
    assert not [word for line in lines for word in line for one in secrets.values() if one in word]
    assert [path.name for path in stack.run.iterdir() if "password" in path.name] == []


@pytest.fixture(scope="module")
def origins():
    spec = importlib.util.spec_from_file_location("origin", EMULATORS / "origin.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    ours = "http://localhost:7"
    return module.Origins(7, frozenset({"/page"}), {("POST", "/form"): ours})


VISIT = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}


@pytest.mark.parametrize(
    ("method", "path", "headers", "allowed"),
    [
        ("POST", "/", {}, True),
        ("GET", "/page", VISIT, True),
        ("GET", "/page", VISIT | {"sec-fetch-dest": "iframe"}, False),
        ("GET", "/page", {"sec-fetch-site": "cross-site"}, False),
        ("POST", "/page", VISIT, False),
        ("GET", "/other", VISIT, False),
        ("POST", "/form", {"origin": "http://localhost:7"}, True),
        ("POST", "/form", {"origin": "http://localhost:77"}, False),
        ("POST", "/form", {"origin": "null"}, False),
        ("POST", "/form", VISIT, False),
        ("POST", "/", {"origin": "http://localhost:7"}, False),
        ("POST", "/", {"origin": ""}, False),
        ("POST", "/", {"host": "elsewhere.test:7"}, False),
        ("POST", "/", {"host": "localhost"}, False),
    ],
    ids=str,
)
def test_browser_request_is_let_through_only_where_it_is_meant(origins, method, path, headers, allowed):
    said = {"host": "localhost:7", **headers}.items()
    assert (origins.refusal(method, path, list(said)) == "") == allowed


def test_request_with_a_header_twice_is_refused(origins):
    twice = [("host", "localhost:7"), ("origin", "http://localhost:7"), ("origin", "http://elsewhere.test")]
    assert origins.refusal("POST", "/form", twice)
    assert origins.refusal("GET", "/", [("host", "localhost:7"), ("host", "elsewhere.test")])
