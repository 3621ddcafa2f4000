"""The programs of the stack in the order in which they start, as the process manager runs them."""

import json
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from traclearn_local.stack import Stack


@dataclass(frozen=True)
class Program:
    """`environment` comes on top of what supervisord inherited. A worker's stop timeout is ECS's 120 s."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    directory: str = "/"
    stop_signal: str = "TERM"
    stop_seconds: int = 20

    @property
    def command_line(self) -> str:
        return shlex.join(self.command).replace("%", "%%")

    @property
    def environment_line(self) -> str:
        quoted = (f'{name}="{_escaped(value)}"' for name, value in self.environment.items())
        return ",".join(quoted)


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")


def extra_file(stack: Stack, name: str) -> Path:
    """Where tests put environment for one program, such as a point at which it must die."""
    return stack.home / "environment" / f"{name}.json"


def extra(stack: Stack, name: str) -> dict[str, str]:
    path = extra_file(stack, name)
    return dict(json.loads(path.read_text())) if path.is_file() else {}
