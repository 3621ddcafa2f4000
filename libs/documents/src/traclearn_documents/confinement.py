"""What the operating system lets a reading process do: read one file, think, answer. Nothing gets out of it.

Limits are the kernel's, so that they hold in whatever C code a library runs.
"""

import contextlib
import ctypes
import os
import platform
import resource
import signal
import struct
import sys
from dataclasses import dataclass

MIB = 1024 * 1024
MAX_OPEN_FILES = 64
GRACE_S = 5
"""Seconds between SIGXCPU, by which a reader that computes too long is known, and SIGKILL."""
PR_SET_PDEATHSIG, PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 1, 22, 38
SECCOMP_MODE_FILTER = 2
ALLOW, REFUSE = 0x7FFF0000, 0x00050000 | 13
"""SECCOMP_RET_ALLOW; SECCOMP_RET_ERRNO with EACCES."""
LOAD, EQUAL, BEYOND, RETURN = 0x20, 0x15, 0x35, 0x06
"""Of classic BPF: load a word, jump if equal, jump if equal or greater, return."""
OTHER_NUMBERING = 0x40000000
"""Where x86_64 numbers its calls a second time, for x32."""
NUMBER_AT, ARCHITECTURE_AT = 0, 4
CALLS = {
    "x86_64": (0xC000003E, (41, 42, 53, 56, 57, 58, 59, 101, 310, 311, 321, 322, 425, 435)),
    "aarch64": (0xC00000B7, (117, 198, 199, 203, 220, 221, 270, 271, 280, 281, 425, 435)),
}
"""Of each machine, its audit number, and what is refused: socket, connect, socketpair, clone, fork, vfork,
execve, ptrace, process_vm_readv and _writev, bpf, execveat, io_uring_setup, clone3 (asm/unistd_64.h and
asm-generic/unistd.h of Linux)."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may take. `seconds` are on the clock and `cpu` of computing."""

    seconds: int = 60
    cpu: int = 45
    memory: int = 1024 * MIB


def die_with(parent: int) -> None:
    """Ends this process when the one that forked it ends, be it before this call."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)


def confine(limits: Limits) -> None:
    """Confines this process for good. It ends by SIGALRM when its time is up."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(limits.seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu, limits.cpu + GRACE_S))
    for what, limit in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, MAX_OPEN_FILES),
    ):
        resource.setrlimit(what, (limit, limit))
    libc = ctypes.CDLL(None, use_errno=True)
    if not _refuse_calls(libc):
        with contextlib.suppress(OSError):
            print("this kernel filters no system calls: readers could open sockets", file=sys.stderr)


def _refuse_calls(libc: ctypes.CDLL) -> bool:
    """No sockets, no processes, no programs, no looking into others: refused for good, without privileges."""
    if platform.machine() not in CALLS:
        return False
    code = _filter(*CALLS[platform.machine()])
    buffer = ctypes.create_string_buffer(code)
    program = struct.pack("HxxxxxxP", len(code) // 8, ctypes.addressof(buffer))
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return False
    return not libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, program, 0, 0)


def _filter(architecture: int, calls: tuple[int, ...]) -> bytes:
    """A BPF program; another architecture's numbering and every refused call end at its last line."""
    last = len(calls) + 5
    lines = [(LOAD, 0, 0, ARCHITECTURE_AT), (EQUAL, 0, last - 2, architecture), (LOAD, 0, 0, NUMBER_AT)]
    lines += [(BEYOND, last - 4, 0, OTHER_NUMBERING)]
    lines += [(EQUAL, last - 5 - at, 0, call) for at, call in enumerate(calls)]
    lines += [(RETURN, 0, 0, ALLOW), (RETURN, 0, 0, REFUSE)]
    return b"".join(struct.pack("HBBI", *line) for line in lines)
