"""What a person asks about a stack: what runs, since when, and what it said."""

import json
import subprocess
import time
from typing import Any

from rich.console import Console
from rich.table import Table

from traclearn_local.cloud import cognito
from traclearn_local.errors import LocalError
from traclearn_local.lifecycle import PORTS
from traclearn_local.processes import health
from traclearn_local.processes.supervision import Supervisor
from traclearn_local.secrets import passwords
from traclearn_local.stack import Stack

out = Console(highlight=False)


def inspect_programs(stack: Stack) -> list[dict[str, Any]]:
    """By program: `name, state, healthy, port, pid, seconds, fault`; empty when nothing runs."""
    state = Supervisor(stack).state()
    secrets = passwords.keep(stack.home) if state else {}
    return [_row(stack, secrets, name, info) for name, info in state.items()]


def _row(stack: Stack, secrets: dict[str, str], name: str, info: dict[str, Any]) -> dict[str, Any]:
    wrong = health.fault(stack, secrets, name, info)
    port = PORTS.get(name, name)
    return {
        "name": name,
        "state": info["statename"].lower(),
        "healthy": not wrong,
        "port": stack.ports[port] if port else None,
        "pid": info["pid"] or None,
        "seconds": int(time.time() - info["start"]) if info["pid"] else None,
        "fault": wrong,
    }


def status(stack: Stack, *, as_json: bool) -> bool:
    """Prints it; True when everything is healthy."""
    rows = inspect_programs(stack)
    if as_json:
        print(json.dumps({"url": stack.url, "home": str(stack.home), "programs": rows}))
        return bool(rows) and all(row["healthy"] for row in rows)
    if not rows:
        out.print("Nothing runs. Start it with: make up")
        return False
    table = Table(box=None, pad_edge=False)
    for title in ("program", "state", "port", "pid", "up"):
        table.add_column(title, justify="right" if title in {"port", "pid", "up"} else "left")
    for row in rows:
        good = f"[green]{row['state']}[/green]" if row["healthy"] else f"[red]{row['state']}[/red]"
        table.add_row(row["name"], good, _text(row["port"]), _text(row["pid"]), _age(row["seconds"]))
    out.print(table)
    for row in rows:
        if not row["healthy"]:
            out.print(f"\n{row['name']}: {row['fault']}", markup=False)
            out.print(health.tail(stack, row["name"]), markup=False, soft_wrap=True)
    out.print(f"\n{stack.url}", markup=False)
    return all(row["healthy"] for row in rows)


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _age(seconds: int | None) -> str:
    if seconds is None:
        return ""
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"


def welcome(stack: Stack) -> None:
    """The address and the accounts."""
    out.print(f"\n[bold]{stack.url}[/bold]\n\nSign in with password [bold]{passwords.DEMO}[/bold] as")
    for email, (name, group) in cognito.ACCOUNTS.items():
        out.print(f"  {email:<20} {name}" + (f", {group}" if group else ""), markup=False)


def logs(stack: Stack, name: str | None, *, follow: bool, lines: int) -> None:
    """Of one program or of all; follows until Ctrl-C on request."""
    paths = sorted(stack.logs.glob(f"{name or '*'}.log"))
    if not paths:
        known = ", ".join(sorted(path.stem for path in stack.logs.glob("*.log"))) or "none yet"
        raise LocalError(f"No log of {name or 'anything'} in {stack.logs}. There are: {known}")
    command = ["tail", f"--lines={lines}", *(["--follow=name"] if follow else []), *map(str, paths)]
    try:
        subprocess.run(command, check=False)
    except KeyboardInterrupt:
        return
