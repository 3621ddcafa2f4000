"""The programs of the stack in the order in which they start, as the process manager runs them."""

import json
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from traclearn_local.errors import LocalError
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
        return ",".join(f"{name}={_quoted(value)}" for name, value in self.environment.items())


def _quoted(value: str) -> str:
    """As supervisor reads it: nothing is escaped within quotes, and %(…)s is expanded."""
    mark = "'" if '"' in value else '"'
    if mark in value or "\n" in value:
        raise LocalError(f"supervisor cannot hold the environment value {value!r}")
    return mark + value.replace("%", "%%") + mark


def extra_file(stack: Stack, name: str) -> Path:
    """Where tests put environment for one program, such as a shorter timeout."""
    return stack.home / "environment" / f"{name}.json"


def kill_orders(stack: Stack) -> Path:
    """Where it exists, programs obey: `kill/<program>` holds the name of the line at which to die, once."""
    return stack.home / "kill"


def extra(stack: Stack, name: str) -> dict[str, str]:
    path, orders = extra_file(stack, name), kill_orders(stack)
    obeying = {"TRACLEARN_KILL_AT": f"@{orders / name}"} if orders.is_dir() else {}
    return obeying | (json.loads(path.read_text()) if path.is_file() else {})
