"""Who holds a port, read from /proc: a clash is named by process, not as "address already in use"."""

import socket
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from traclearn_local.errors import PortTaken
from traclearn_local.stack import HOST, Stack

LISTEN = "0A"  # the state column of /proc/net/tcp


@dataclass(frozen=True)
class PortOwner:
    """`pid` is None for a process that this user may not look into."""

    pid: int | None
    command: str

    def __str__(self) -> str:
        return f"pid {self.pid} ({self.command})" if self.pid else self.command


def is_taken(port: int) -> bool:
    """True when nothing can listen on the port. Waiting connections of a process that ended do not count."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return True
    return False


def port_owner(port: int) -> PortOwner:
    """The process that listens on the port."""
    inodes = {f"socket:[{inode}]" for inode in _listening(port)}
    for process in Path("/proc").glob("[0-9]*"):
        if inodes & _open_files(process):
            command = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
            return PortOwner(int(process.name), command[:120])
    return PortOwner(None, "another user's process")


def check(stack: Stack, names: set[str]) -> None:
    """Raises PortTaken naming every port of `names` that is held, and by whom."""
    taken = [(name, stack.ports[name]) for name in sorted(names) if is_taken(stack.ports[name])]
    if taken:
        lines = [f"  port {port} ({name}) is held by {port_owner(port)}" for name, port in taken]
        hint = "Stop it, or move this stack: TRACLEARN_PORT_BASE=<another base> make up"
        raise PortTaken("\n".join(["Ports are taken:", *lines, hint]))


def _listening(port: int) -> list[str]:
    rows = [
        line.split()
        for table in ("tcp", "tcp6")
        if (path := Path("/proc/net", table)).exists()
        for line in path.read_text().splitlines()[1:]
    ]
    return [row[9] for row in rows if row[3] == LISTEN and int(row[1].rpartition(":")[2], 16) == port]


def _open_files(process: Path) -> set[str]:
    try:
        entries = list((process / "fd").iterdir())
    except OSError:  # another user's, or it ended
        return set()
    found = set()
    for entry in entries:
        with suppress(OSError):  # closed meanwhile
            found.add(str(entry.readlink()))
    return found


def is_alive(pid: int) -> bool:
    """A zombie, which only waits for its parent to look, counts as ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
