"""The real Velocity engine as one process for all templates: JSON lines in, JSON lines out."""

import json
import os
import subprocess
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


class Velocity:
    """`run` evaluates one template as API Gateway does. Close it."""

    def __init__(self, classpath: str = f"{JARS}/*"):
        java = ["java", "-XX:TieredStopAtLevel=1", "-Xmx256m", "-cp", classpath, str(HERE / "Vtl.java")]
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
