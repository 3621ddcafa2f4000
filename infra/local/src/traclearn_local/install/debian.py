"""Debian packages, known by the programs that they bring rather than asked of dpkg: other sources will do."""

import os
import shutil
from pathlib import Path

from traclearn_local.errors import Missing
from traclearn_local.install.command import run

POSTGRES = Path("/usr/lib/postgresql/15/bin/postgres")
SEARCHED = "/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin"


def _on_path(program: str) -> bool:
    return shutil.which(program) is not None or shutil.which(program, path=SEARCHED) is not None


def missing(*, browser: bool = False) -> list[str]:
    """Packages whose programs are absent."""
    wanted = {
        "postgresql-15": POSTGRES.exists(),
        "redis-server": _on_path("redis-server"),
        "graphviz": _on_path("dot"),
        "maven": _on_path("mvn"),  # brings a JDK; the embedding model and Neo4j come as Maven artifacts
    }
    if browser:
        wanted["chromium"] = _on_path("chromium")
    return [package for package, there in wanted.items() if not there]


def install(packages: list[str]) -> None:
    """As root, through apt. Raises Missing with the one command otherwise."""
    command = f"apt-get update && apt-get install -y --no-install-recommends {' '.join(packages)}"
    hint = f"Get them with:  sudo sh -c '{command}'"
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise Missing(f"Not on this machine: {', '.join(packages)}. {hint}")
    # Debian starts a cluster of its own on installation; the stack brings its own, so none is made.
    marker = Path("/etc/postgresql-common/createcluster.conf")
    if "postgresql-15" in packages and not marker.exists():
        marker.parent.mkdir(parents=True, exist_ok=True)
        marker.write_text("create_main_cluster = false\n")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run("apt-get", "update", "-q", env=env, hint=hint)
    options = ["-q", "-y", "--no-install-recommends", "-o", "Dpkg::Options::=--force-confold"]
    run("apt-get", "install", *options, *packages, env=env, hint=hint)
