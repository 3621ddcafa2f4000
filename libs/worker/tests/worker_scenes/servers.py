"""Servers of our own for these tests, when none are given: LocalStack and a scratch PostgreSQL 15."""

import os
import subprocess
import tempfile
import time
import urllib.request
from contextlib import ExitStack, contextmanager
from pathlib import Path

from traclearn_local.stores.scratch_postgres import administrator, free_port

ROOT = Path(__file__).parents[4]
LOCALSTACK = Path(os.environ.get("TRACLEARN_TOOLS") or ROOT / ".traclearn/tools") / "localstack/bin/python"


@contextmanager
def servers():
    """Yields (AWS endpoint, PostgreSQL URL of an account that may create databases)."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="traclearn-worker-")))
        folder.chmod(0o755)
        yield stack.enter_context(_localstack(folder)), stack.enter_context(administrator())


@contextmanager
def _localstack(folder):
    port = free_port()
    environment = {
        **os.environ,
        "GATEWAY_LISTEN": f"[::ffff:127.0.0.1]:{port}",  # any IPv4 address is taken for 0.0.0.0
        "SERVICES": "sqs,events,secretsmanager",
        "DISABLE_EVENTS": "1",
        "SKIP_SSL_CERT_DOWNLOAD": "1",
        "FILESYSTEM_ROOT": str(folder / "localstack"),
    }
    command = [LOCALSTACK, "-m", "localstack.runtime.main"]
    with (folder / "localstack.log").open("w") as log:
        process = subprocess.Popen(command, env=environment, cwd=folder, stdout=log, stderr=log)
    url = f"http://127.0.0.1:{port}"
    try:
        _until_healthy(f"{url}/_localstack/health", process)
        yield url
    finally:
        process.terminate()
        process.wait(20)


def _until_healthy(url, process):
    for _ in range(300):
        if process.poll() is not None:
            raise RuntimeError("LocalStack ended while starting")
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("LocalStack did not start")
