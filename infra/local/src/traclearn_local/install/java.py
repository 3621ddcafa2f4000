"""Finds a Java that runs Neo4j 5."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from traclearn_local.errors import Missing

MIN_JAVA_VERSION = 17
"""What Neo4j 5 asks for."""
HINT = (
    f"Neo4j needs Java {MIN_JAVA_VERSION} or newer. Get it with:  "
    "sudo apt-get install -y openjdk-17-jre-headless"
    "  (or name one: JAVA_HOME=/path/to/jdk make up)"
)


def candidates(env: Mapping[str, str]) -> Iterator[str]:
    """$JAVA_HOME's, then the PATH's."""
    if env.get("JAVA_HOME"):
        yield str(Path(env["JAVA_HOME"], "bin", "java"))
    if found := shutil.which("java", path=env.get("PATH")):
        yield found


def works(java: str) -> bool:
    """It is asked: what JAVA_HOME names may be gone or too old."""
    try:
        probe = subprocess.run([java, "-version"], capture_output=True, text=True, timeout=20, check=False)
    except OSError:
        return False
    version = re.search(r'version "(\d+)', probe.stderr)
    return probe.returncode == 0 and version is not None and int(version.group(1)) >= MIN_JAVA_VERSION


def find(env: Mapping[str, str] = os.environ) -> str:
    """Raises Missing."""
    for java in candidates(env):
        if works(java):
            return java
    raise Missing(HINT)
