"""Runs an installer's command; its output matters only when it fails."""

import subprocess
from collections.abc import Mapping
from pathlib import Path

from traclearn_local.errors import Missing


def run(*command: str | Path, env: Mapping[str, str] | None = None, hint: str = "") -> str:
    """The command's stdout. Raises Missing with the end of its output and `hint`."""
    words = [str(word) for word in command]
    try:
        done = subprocess.run(
            words, capture_output=True, text=True, env=env, check=False, stdin=subprocess.DEVNULL
        )
    except FileNotFoundError as error:
        raise Missing(f"{words[0]} is not on this machine. {hint}") from error
    if done.returncode:
        tail = "\n".join((done.stdout + done.stderr).strip().splitlines()[-15:])
        raise Missing(f"`{' '.join(words)}` failed:\n{tail}\n{hint}".strip())
    return done.stdout
