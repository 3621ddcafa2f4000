"""The real Velocity engine as one process for all templates: JSON lines in, JSON lines out."""

import contextlib
import hashlib
import json
import os
import subprocess
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
JARS = ROOT / ".traclearn" / "tools" / "velocity"


def install(folder: Path = JARS) -> None:
    """Fetches the jars through Maven once. Raises CalledProcessError with Maven's own words."""
    if any(folder.glob("velocity-engine-core-*.jar")):
        return
    goal = ["dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={folder}"]
    subprocess.run(["mvn", "-q", "-B", "-f", str(HERE / "pom.xml"), *goal], check=True)


def compiled(folder: Path = JARS) -> Path:
    """Where the class lies that runs templates; each version of its source is compiled once."""
    source = HERE / "Vtl.java"
    classes = folder / f"vtl-{hashlib.sha256(source.read_bytes()).hexdigest()[:12]}"
    if not classes.is_dir():
        with tempfile.TemporaryDirectory(dir=folder, ignore_cleanup_errors=True) as made:
            subprocess.run(["javac", "-cp", f"{folder}/*", "-d", made, str(source)], check=True)
            with contextlib.suppress(OSError):  # another process was quicker
                Path(made).rename(classes)
    return classes


class Velocity:
    """`run` evaluates one template as API Gateway does. Close it."""

    def __init__(self, folder: Path = JARS):
        classpath = f"{compiled(folder)}:{folder}/*"
        java = ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m", "-cp", classpath, "Vtl"]
        environment = {name: value for name, value in os.environ.items() if name != "JAVA_TOOL_OPTIONS"}
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(java, stdin=pipe, stdout=pipe, text=True, env=environment)

    def run(self, template: str, body: str, **request: Any) -> dict[str, Any]:
        """Answers with `output` and the overrides that the template made. Raises RuntimeError."""
        asked = {"params": {"path": {}, "querystring": {}, "header": {}}, "context": {}, "json": "smart"}
        self._process.stdin.write(json.dumps(asked | request | {"template": template, "body": body}) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return answer

    def close(self) -> None:
        self._process.stdin.close()
        self._process.wait(20)
        self._process.stdout.close()
