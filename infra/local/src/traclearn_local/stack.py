"""One stack on this machine: where its data, tools and ports are. Nothing here starts or reads a process."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from traclearn_contracts import roster

ROOT = Path(__file__).parents[4]
LOCAL = ROOT / "infra" / "local"
EMULATORS = LOCAL / "emulator"
HOST = "127.0.0.1"
REGION = "us-east-1"
KEY = "local"
"""Access key id. LocalStack takes any secret with it, the emulator of Cognito the stack's own."""
ACCOUNT = "000000000000"
REST_API = "traclearn"
STAGE = "local"


def offsets() -> tuple[int, dict[str, int]]:
    """The default base port and each program's offset from it."""
    table = tomllib.loads((LOCAL / "platform_ports.toml").read_text())
    platform = {str(name): int(offset) for name, offset in table["offsets"].items()}
    return int(table["base"]), platform | {member.name: member.port for member in roster.read()}


@dataclass(frozen=True)
class Stack:
    """`home` holds everything that `make reset` deletes; `tools` is shared by all stacks of this clone."""

    home: Path
    base: int
    tools: Path = ROOT / ".traclearn" / "tools"

    @classmethod
    def find(cls, env: Mapping[str, str] = os.environ) -> "Stack":
        """From TRACLEARN_HOME and TRACLEARN_PORT_BASE; else where this home's stack stood last."""
        home = Path(env.get("TRACLEARN_HOME") or ROOT / ".traclearn" / "stack").absolute()
        kept = home / "port_base"
        base = env.get("TRACLEARN_PORT_BASE") or (kept.read_text() if kept.is_file() else offsets()[0])
        return cls(home=home, base=int(base))

    @cached_property
    def ports(self) -> dict[str, int]:
        return {name: self.base + offset for name, offset in offsets()[1].items()}

    def http(self, name: str) -> str:
        return f"http://{HOST}:{self.ports[name]}"

    @property
    def url(self) -> str:
        """What a browser opens. `localhost`, as Cognito allows plain HTTP call-backs to it alone."""
        return f"http://localhost:{self.ports['front']}"

    @property
    def cognito_url(self) -> str:
        return f"http://localhost:{self.ports['cognito']}"

    @property
    def logs(self) -> Path:
        return self.home / "logs"

    @property
    def run(self) -> Path:
        """Files that say what runs: sockets, pids, ready marks."""
        return self.home / "run"

    @property
    def temporary(self) -> Path:
        """TMPDIR of every program: uploads pass through it."""
        return self.home / "tmp"

    def make_folders(self) -> None:
        """What programs find when they start."""
        for folder in (self.home, self.logs, self.run, self.home / "cognito", self.home / "localstack"):
            folder.mkdir(parents=True, exist_ok=True)

    @property
    def trac_env(self) -> Path:
        return self.home / "trac"

    def tool(self, name: str, program: str) -> Path:
        return self.tools / name / "bin" / program

    @cached_property
    def bucket(self) -> str:
        from traclearn_contracts import topology

        return topology.read().bucket

    @property
    def bucket_url(self) -> str:
        """Where a browser posts a file to."""
        return f"http://localhost:{self.ports['aws']}/{self.bucket}"

    def queue_url(self, name: str) -> str:
        return f"{self.http('aws')}/queue/{REGION}/{ACCOUNT}/traclearn-{name}"
