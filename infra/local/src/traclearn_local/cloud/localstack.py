"""The program `localstack`: the emulator forgets everything when it restarts, so each start provisions again.

Run as `python -m traclearn_local.cloud.localstack`. Ends when the emulator ends, or when it cannot be
provisioned: the process manager then starts both again.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
from botocore.exceptions import BotoCoreError, ClientError

from traclearn_local.cloud import objects, queues
from traclearn_local.cloud.provision import Provisioner
from traclearn_local.secrets import passwords
from traclearn_local.stack import EMULATORS, HOST, Stack

START_TIMEOUT_S = 90
COPY_EVERY_S = 5.0
"""Seconds between two looks at the bucket: kill -9 loses no more than that."""
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
        "SQS_DISABLE_CLOUDWATCH_METRICS": "1",  # a write to disk for each call, which nobody reads
        "DNS_ADDRESS": "0",
        "DISABLE_EVENTS": "1",
        "SKIP_SSL_CERT_DOWNLOAD": "1",
        "FILESYSTEM_ROOT": str(stack.home / "localstack"),
        "LOCALSTACK_API_KEY": "",
        "LOCALSTACK_AUTH_TOKEN": "",
        "LS_LOG": "warning",
        "TRACLEARN_URL": stack.url,
        "CONTENT_BUCKET": stack.bucket,
        "GATEWAY_SECRET": passwords.keep(stack.home)["gateway"],
    }


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def start(stack: Stack) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [str(stack.tool("localstack", "python")), str(EMULATORS / "aws.py")],
        env={**os.environ, **settings(stack)},
        preexec_fn=_die_with_parent,  # noqa: PLW1509 -- this process has one thread
    )


def wait(stack: Stack, emulator: subprocess.Popen[bytes]) -> None:
    """Returns once it answers. Raises TimeoutError, or SystemExit when it ended."""
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline:
        if emulator.poll() is not None:
            sys.exit(f"LocalStack ended with {emulator.returncode}")
        try:
            if httpx.get(f"{stack.http('aws')}/_localstack/health", timeout=2).is_success:
                return
        except httpx.HTTPError:
            time.sleep(0.2)
    raise TimeoutError(f"LocalStack did not answer within {START_TIMEOUT_S} s")


def fill(stack: Stack) -> None:
    """Makes it what it was. The events about objects, too, are gone after kill -9: then they come again."""
    provisioner = Provisioner(stack)
    provisioner.run()
    if queues.restore(stack):
        objects.restore(stack)
        provisioner.announce()
    else:
        provisioner.announce()
        objects.restore(stack)


def watch(stack: Stack, emulator: subprocess.Popen[bytes]) -> int:
    """Keeps a copy of the objects until the emulator ends; its exit code."""
    while True:
        try:
            return emulator.wait(COPY_EVERY_S)
        except subprocess.TimeoutExpired:
            try:
                objects.save(stack)
            except (BotoCoreError, ClientError) as error:  # busy, or an object changed meanwhile: next time
                print(f"The bucket was not copied: {error}", file=sys.stderr)


def main() -> int:
    stack = Stack.find()
    ready_mark(stack).unlink(missing_ok=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    emulator = start(stack)
    try:
        wait(stack, emulator)
        fill(stack)
        ready_mark(stack).write_text(str(os.getpid()))
        return watch(stack, emulator)
    finally:
        if emulator.poll() is None:
            _end(stack, emulator)
        ready_mark(stack).unlink(missing_ok=True)


def _end(stack: Stack, emulator: subprocess.Popen[bytes]) -> None:
    """Stops the emulator by force, after its objects and what waits in its queues are safe."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    try:
        if ready_mark(stack).is_file():
            objects.save(stack)
            queues.save(stack)
    finally:
        emulator.kill()
        emulator.wait()


if __name__ == "__main__":
    sys.exit(main())
