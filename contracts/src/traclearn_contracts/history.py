"""Published contracts as git remembers them."""

import json
import subprocess
from pathlib import Path
from typing import Any

from traclearn_contracts.files import CONTRACTS

Published = dict[str, Any]
"""Path under `contracts/` → content."""


def is_published(path: str) -> bool:
    """Whether others may rely on it. `external/` is AWS's to change and not ours to promise; the bodies that
    were taken once (`examples/external`) stay and are taken for ever."""
    return path == "envelope.json" or (path.startswith(("events/", "examples/")) and path.endswith(".json"))


def current_files(folder: Path = CONTRACTS) -> Published:
    paths = {str(path.relative_to(folder)): path for path in folder.rglob("*.json")}
    return {name: json.loads(path.read_text()) for name, path in paths.items() if is_published(name)}


def published_files(base: str, folder: Path = CONTRACTS) -> Published:
    """What `folder` held at a commit. Raises CalledProcessError when there is no such commit."""
    listed = git(folder, "ls-tree", "-r", "--name-only", base, ".").splitlines()
    return {
        path: json.loads(git(folder, "show", f"{base}:./{path}")) for path in listed if is_published(path)
    }


def base_commit(folder: Path = CONTRACTS) -> str | None:
    """Where this branch left `origin/main`; on `main` itself the commit before; None on the first commit."""
    for command in (("merge-base", "HEAD", "origin/main"), ("rev-parse", "--verify", "HEAD~1")):
        try:
            found = git(folder, *command).strip()
        except subprocess.CalledProcessError:
            continue
        if found != git(folder, "rev-parse", "HEAD").strip():
            return found
    return None


def release(folder: Path = CONTRACTS) -> str | None:
    """The commit that the file `published` names: what went out then holds. None without one here."""
    marker = folder / "published"
    if not marker.is_file():
        return None
    commit = marker.read_text().strip()
    try:
        git(folder, "cat-file", "-e", f"{commit}^{{commit}}")
    except subprocess.CalledProcessError:
        return None
    return commit


def git(folder: Path, *arguments: str) -> str:
    ran = subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, text=True)
    return ran.stdout
