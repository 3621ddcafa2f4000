"""ElasticMQ: an SQS emulator that is no bottleneck, as LocalStack would be."""

import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError

from traclearn_local.install import java
from traclearn_local.install.command import run
from traclearn_local.install.model import PLUGIN
from traclearn_local.stores.scratch_postgres import free_port

POM = Path(__file__).with_name("elasticmq.xml")
CONFIG = """
include classpath("application.conf")
node-address {{ protocol = http, host = "127.0.0.1", port = {port}, context-path = "" }}
rest-sqs {{ enabled = true, bind-port = {port}, bind-hostname = "127.0.0.1", sqs-limits = strict }}
rest-stats {{ enabled = false }}
"""
HINT = "ElasticMQ comes from Maven Central; check the network and ~/.m2/settings.xml."
START_TIMEOUT_S = 60
"""How long it may take to answer."""


@contextmanager
def elasticmq(folder: Path) -> Iterator[str]:
    """Its address. Jars are kept in `folder`, and fetched from Maven Central where they are missing."""
    jars, port = folder / "lib", free_port()
    if not jars.is_dir():
        part = folder / "part"
        options = ["-DincludeScope=runtime", f"-DoutputDirectory={part.absolute()}"]
        run("mvn", "-q", "-B", "-f", POM, f"{PLUGIN}:copy-dependencies", *options, hint=HINT)
        part.rename(jars)  # only when all are there
    config = folder / "elasticmq.conf"
    config.write_text(CONFIG.format(port=port))
    command = [java.find(), "-Xmx512m", f"-Dconfig.file={config}", "-cp", f"{jars}/*"]
    with (folder / "elasticmq.log").open("w") as log:
        process = subprocess.Popen([*command, "org.elasticmq.server.Main"], stdout=log, stderr=log)
    try:
        _until_it_answers(url := f"http://127.0.0.1:{port}", process)
        yield url
    finally:
        process.terminate()
        process.wait(20)


def _until_it_answers(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    while process.poll() is None and time.monotonic() < deadline:
        try:
            urllib.request.urlopen(url, timeout=2).close()
            return
        except HTTPError:
            return  # it speaks
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("ElasticMQ did not start")
