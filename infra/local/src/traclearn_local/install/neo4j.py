"""Neo4j Community: some two hundred jars from Maven Central, without an installer."""

import hashlib
import shutil
from pathlib import Path

from traclearn_local.install import java
from traclearn_local.install.command import run
from traclearn_local.install.model import PLUGIN
from traclearn_local.stack import LOCAL

POM = LOCAL / "pins" / "neo4j.xml"


def jars(tools: Path) -> Path:
    return tools / "neo4j" / "lib"


def _stamp(tools: Path) -> Path:
    return tools / "neo4j" / ".pom"


def _fingerprint() -> str:
    return hashlib.sha256(POM.read_bytes()).hexdigest()


def is_there(tools: Path) -> bool:
    """The stamp is the last thing written, and of the version that the pins name."""
    stamp = _stamp(tools)
    return stamp.is_file() and stamp.read_text() == _fingerprint()


def fetch(tools: Path) -> None:
    """Jars of another version go first: all that lies there is loaded. Raises Missing."""
    java.find()
    _stamp(tools).unlink(missing_ok=True)
    shutil.rmtree(jars(tools), ignore_errors=True)
    options = ["-DincludeScope=runtime", f"-DoutputDirectory={jars(tools)}"]
    hint = "Neo4j comes from Maven Central; check the network and ~/.m2/settings.xml."
    run("mvn", "-q", "-B", "-f", POM, f"{PLUGIN}:copy-dependencies", *options, hint=hint)
    _stamp(tools).write_text(_fingerprint())
