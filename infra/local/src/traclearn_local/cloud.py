"""The program `localstack`: the emulator forgets everything when it restarts, so each start provisions again.

Run as `python -m traclearn_local.cloud`. Ends when the emulator ends, or when it cannot be provisioned:
the process manager then starts both again.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx

from traclearn_local import queues
from traclearn_local.provision import Provisioner
from traclearn_local.stack import HOST, Stack

START_SECONDS = 90
PR_SET_PDEATHSIG = 1  # prctl(2): a signal for the child when its parent dies, even by kill -9


def ready_mark(stack: Stack) -> Path:
    """Holds the pid of the `localstack` program whose emulator is provisioned."""
    return stack.run / "localstack.ready"


def settings(stack: Stack) -> dict[str, str]:
    port = stack.ports["aws"]
    return {
        "GATEWAY_LISTEN": f"[::ffff:{HOST}]:{port}",  # any IPv4 address is taken for 0.0.0.0
        "LOCALSTACK_HOST": f"localhost:{port}",
        "SQS_ENDPOINT_STRATEGY": "path",  # else queue addresses need DNS from the internet
        "DNS_ADDRESS": "0",
        "DISABLE_EVENTS": "1",
        "SKIP_SSL_CERT_DOWNLOAD": "1",
        "FILESYSTEM_ROOT": str(stack.home / "localstack"),
        "LOCALSTACK_API_KEY": "",
        "LOCALSTACK_AUTH_TOKEN": "",
        "LS_LOG": "warning",
    }


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def start(stack: Stack) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [str(stack.tool("localstack", "python")), "-m", "localstack.runtime.main"],
        env={**os.environ, **settings(stack)},
        preexec_fn=_die_with_parent,  # noqa: PLW1509 -- this process has one thread
    )


def wait(stack: Stack, emulator: subprocess.Popen[bytes]) -> None:
    """Returns once it answers. Raises TimeoutError, or SystemExit when it ended."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if emulator.poll() is not None:
            sys.exit(f"LocalStack ended with {emulator.returncode}")
        try:
            if httpx.get(f"{stack.http('aws')}/_localstack/health", timeout=2).is_success:
                return
        except httpx.HTTPError:
            time.sleep(0.2)
    raise TimeoutError(f"LocalStack did not answer within {START_SECONDS} s")


def main() -> int:
    stack = Stack.find()
    ready_mark(stack).unlink(missing_ok=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    emulator = start(stack)
    try:
        wait(stack, emulator)
        Provisioner(stack).run()
        queues.restore(stack)
        ready_mark(stack).write_text(str(os.getpid()))
        return emulator.wait()
    finally:
        if emulator.poll() is None:
            _end(stack, emulator)
        ready_mark(stack).unlink(missing_ok=True)


def _end(stack: Stack, emulator: subprocess.Popen[bytes]) -> None:
    """Stops the emulator, after what waits in its queues is safe; by force, as it keeps nothing else."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    try:
        if ready_mark(stack).is_file():
            queues.save(stack)
    finally:
        emulator.kill()
        emulator.wait()


if __name__ == "__main__":
    sys.exit(main())
