"""Files, command lines and the cache of a stack, against other users of the machine."""

import os
import socket
import stat
import time
import uuid
from pathlib import Path
from tempfile import gettempdir

import pytest
from redis import Redis
from traclearn_local.clients.browser_session import BrowserSession
from traclearn_local.cloud.cognito import kept
from traclearn_local.demo import material
from traclearn_local.processes import orphans
from traclearn_local.processes.supervision import socket_path
from traclearn_local.secrets import passwords

pytestmark = pytest.mark.stack
OTHERS = 0o077


@pytest.fixture(scope="module")
def used(stack, tmp_path_factory):
    """A stack that went through an answer, an upload and an attachment."""
    (ticket,) = stack.ask(f"Modes {uuid.uuid4()}")
    with BrowserSession(stack.env, stack.env["DEMO_LEARNER"]) as learner:
        learner.answer(ticket, "A commit records a snapshot of the tree.")
        learner.wait(ticket)
        form = learner.http.get("/trac/attachment/ticket/1/", params={"action": "new"})
        data = {"__FORM_TOKEN": learner.http.cookies["trac_form_token"], "action": "new", "realm": "ticket"}
        file = {"attachment": ("notes.txt", b"words", "text/plain")}
        assert form.is_success
        learner.http.post("/trac/attachment/ticket/1/", data=data | {"id": "1"}, files=file)
    folder = tmp_path_factory.mktemp("material")
    (folder / f"{uuid.uuid4().hex}.md").write_text("# Modes\n\nWho may read a file is said by its mode.\n")
    material.add(stack.env, folder)
    time.sleep(6)  # until the object is copied
    return stack


def below(folder):
    for root, folders, files in os.walk(folder):
        for name in (*folders, *files):
            path = Path(root, name)
            try:
                yield path, path.lstat().st_mode
            except FileNotFoundError:
                continue


def test_what_lies_in_the_stack_is_its_owner_s_alone(used):
    modes = {str(path): stat.filemode(mode) for path, mode in below(used.home) if mode & OTHERS}
    links = {path for path in modes if Path(path).is_symlink()}
    assert {path: mode for path, mode in modes.items() if path not in links} == {}
    home = stat.S_IMODE(used.home.stat().st_mode)
    assert home == (0o710 if os.geteuid() == 0 else 0o700), "the group postgres may pass and see nothing"
    assert not socket_path(used.stack).stat().st_mode & OTHERS


def test_no_program_leaves_files_elsewhere(used):
    written = {
        f"{file.readlink()} of {pid}"
        for pid in orphans.find(used.stack)
        for file in Path(f"/proc/{pid}/fd").iterdir()
        if is_open_for_writing(file) and not file.readlink().is_relative_to(used.home)
    }
    assert written == set()
    for pid in orphans.find(used.stack):
        environment = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
        assert f"TMPDIR={used.stack.temporary}".encode() in environment, pid
    assert not Path(gettempdir(), f"ministack-{used.stack.ports['cognito']}.pid").exists()


def is_open_for_writing(file):
    """A regular file that others could find."""
    try:
        flags = int(Path(str(file).replace("/fd/", "/fdinfo/")).read_text().split()[3], 8)
        return stat.S_ISREG(file.stat().st_mode) and bool(flags & os.O_ACCMODE) and file.stat().st_nlink > 0
    except OSError:  # closed meanwhile
        return False


def test_no_secret_stands_in_a_command_line(used):
    secrets = {*passwords.keep(used.home).values(), kept(used.stack).machine_secret}
    for pid in orphans.find(used.stack):
        line = Path(f"/proc/{pid}/cmdline").read_text()
        assert not [secret for secret in secrets if secret in line], line


def test_redis_asks_for_its_password(stack):
    with socket.create_connection(("127.0.0.1", stack.stack.ports["redis"]), timeout=5) as connection:
        connection.sendall(b"KEYS *\r\n")
        assert connection.recv(64).startswith(b"-NOAUTH")
    with Redis.from_url(stack.env["REDIS_URL"]) as redis:
        assert redis.ping()
