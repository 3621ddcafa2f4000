"""What a reading process cannot do, asked of the kernel itself."""

import subprocess
import sys

import pytest

CONFINED = """
import os, socket, sys
from traclearn_documents.confinement import Limits, confine
confine(Limits(seconds=20, cpu=5, memory=512 << 20))
"""


def confined(code):
    """Runs code that confined itself before; returns the exit code and what it said."""
    done = subprocess.run(
        [sys.executable, "-I", "-c", CONFINED + code], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    "code",
    [
        "socket.socket()",
        "socket.socketpair()",
        "os.fork()",
        "os.execv('/bin/true', ['true'])",
        "import threading; threading.Thread(target=print).start()",
    ],
)
def test_sockets_processes_and_programs_are_refused(code):
    status, said = confined(code)
    assert status == 1
    assert "PermissionError" in said or "can't start new thread" in said


def test_no_file_can_be_written(tmp_path):
    status, said = confined(f"os.write(os.open({str(tmp_path / 'a')!r}, os.O_WRONLY | os.O_CREAT), b'x')")
    assert status == 1
    assert "File too large" in said
    assert (tmp_path / "a").read_bytes() == b""


def test_confined_process_reads_files(tmp_path):
    (tmp_path / "a").write_text("words")
    assert confined(f"print(open({str(tmp_path / 'a')!r}).read())") == (0, "words\n")


def test_confined_process_beyond_its_memory_fails():
    status, said = confined("bytearray(600 << 20)")
    assert status == 1
    assert "MemoryError" in said


@pytest.mark.parametrize(
    ("limits", "code", "signal"),
    [
        ("seconds=60, cpu=1", "while True: pass", -24),
        ("seconds=1, cpu=5", "__import__('time').sleep(30)", -14),
    ],
)
def test_confined_process_beyond_its_time_is_ended(limits, code, signal):
    lowered = CONFINED.replace("seconds=20, cpu=5", limits)
    done = subprocess.run([sys.executable, "-I", "-c", lowered + code], capture_output=True, check=False)
    assert done.returncode == signal
