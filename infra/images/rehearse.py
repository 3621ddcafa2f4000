"""Runs a Dockerfile's steps where no container engine is: in clean roots made by debootstrap.

    python infra/images/rehearse.py trac/Dockerfile
    python infra/images/rehearse.py services/Dockerfile --arg SERVICE=grader --added rds.pem

As root on Debian. It shows that the commands work in order in a clean system and that what they leave
starts; it is no image: Debian's packages stand in for base images (`BASES`), and layers, the engine's own
users and HEALTHCHECK are not tried. Roots lie below --folder; a base is made once, a stage anew each time.
"""

import argparse
import json
import os
import shlex
import shutil
import subprocess
from pathlib import Path

from dockerfile import Stage, expand, read_stages

BASES: dict[str, tuple[str, tuple[str, ...]]] = {
    "debian:bullseye-slim": ("bullseye", ()),
    "python:3.11-slim": ("bookworm", ("python3-pip", "python3-venv", "python-is-python3")),
    "maven:3.9-eclipse-temurin-17": ("bookworm", ("maven", "default-jdk-headless")),
}
"""What stands in for a base image: a release of Debian, and packages of it."""
MIRROR = "http://deb.debian.org/debian"
TRUSTED = ("/etc/ssl/certs/ca-certificates.crt", "/etc/ssl/certs/java/cacerts", "/etc/pip.conf")
"""Whom this machine trusts, and where it finds packages: it may reach registries through a mirror."""
PASSED = ("PIP_", "SSL_", "REQUESTS_CA", "CURL_CA", "UV_SYSTEM")
"""Beginnings of variables of this machine that say how registries are reached."""
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
UV = "ghcr.io/astral-sh/uv"


def main() -> None:
    options = arguments()
    text = options.dockerfile.read_text()
    stages: dict[str, Path] = {}
    arguments_ = dict(one.split("=", 1) for one in options.arg)
    for number, stage in enumerate(read_stages(text)):
        root = options.folder / f"{options.dockerfile.parent.name}-{number}"
        print(f"== {stage.name or 'the image'}: {stage.base}", flush=True)
        make_root(stage, root)
        environment = run_stage(stage, root, stages, arguments_, options.added)
        stages[stage.name or str(number)] = root
    print(f"== CMD in {root}, {size(root):,} MB", flush=True)
    start(stage, root, environment, options.probe)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("dockerfile", type=Path)
    parser.add_argument("--arg", action="append", default=[], metavar="NAME=VALUE", help="as --build-arg")
    parser.add_argument(
        "--added", type=Path, help="what ADD's address would give, where it cannot be reached"
    )
    parser.add_argument("--folder", type=Path, default=Path("build/roots"))
    parser.add_argument("--probe", default="", help="a shell command to run in the image instead of its CMD")
    return parser.parse_args()


def make_root(stage: Stage, root: Path) -> None:
    """From the base, which is made once."""
    base = root.parent / stage.base.replace("/", "-").replace(":", "-")
    if not (base / "made").exists():
        make_base(stage.base, base)
    shutil.rmtree(root, ignore_errors=True)
    run(["cp", "--archive", str(base), str(root)])


def make_base(image: str, base: Path) -> None:
    release, packages = BASES[image]
    shutil.rmtree(base, ignore_errors=True)
    base.parent.mkdir(parents=True, exist_ok=True)
    run(["debootstrap", "--variant=minbase", "--include=ca-certificates", release, str(base), MIRROR])
    shutil.copy("/etc/resolv.conf", base / "etc/resolv.conf")
    if packages:
        install = (
            f"apt-get update -qq && apt-get install --yes -qq --no-install-recommends {' '.join(packages)}"
        )
        chroot(base, "/", {"PATH": PATH, "DEBIAN_FRONTEND": "noninteractive"}, f"{install} >/dev/null")
    for name in TRUSTED:
        if Path(name).exists() and (base / name.lstrip("/")).parent.exists():
            shutil.copy(name, base / name.lstrip("/"))
    (base / "made").touch()


def run_stage(
    stage: Stage, root: Path, stages: dict[str, Path], given: dict[str, str], added: Path | None
) -> dict[str, str]:
    """The environment after the last step."""
    environment = {"PATH": PATH, "HOME": "/root"}
    known: dict[str, str] = {}
    folder = "/"
    for step in stage.steps:
        words = expand(step.words, {**environment, **known})
        match step.name:
            case "ARG":
                name, _, default = words.partition("=")
                known[name] = given.get(name, default)
            case "ENV":
                environment |= dict(pair.split("=", 1) for pair in words.split())
            case "WORKDIR":
                folder = words
                (root / folder.lstrip("/")).mkdir(parents=True, exist_ok=True)
            case "COPY":
                copy(words, root, folder, stages)
            case "ADD":
                add(words, root, added)
            case "RUN":
                print(f"   RUN {step.words.splitlines()[0][:90]}", flush=True)
                chroot(root, folder, {**environment, **known}, step.words)
    return environment


def size(root: Path) -> int:
    """MB on disk, as `du` counts them: a root has no layers, and none of it is compressed."""
    said = subprocess.run(
        ["du", "--summarize", "--one-file-system", "--block-size=1MB", str(root)],
        capture_output=True,
        text=True,
        check=True,
    )
    return int(said.stdout.split()[0])


def copy(words: str, root: Path, folder: str, stages: dict[str, Path]) -> None:
    source = Path()
    names = words.split()
    if names[0].startswith("--from="):
        origin = names.pop(0).removeprefix("--from=")
        if origin.startswith(UV):
            shutil.copy(str(shutil.which("uv") or os.environ["UV"]), root / "bin/uv")
            return
        source = stages[origin]
    *files, target = names
    inside = root / (target if target.startswith("/") else f"{folder}/{target}").lstrip("/")
    for file in files:
        here = source / file.lstrip("/")
        ends = target.endswith("/") or here.is_dir()
        (inside if ends else inside.parent).mkdir(parents=True, exist_ok=True)
        ignored = ["--exclude-from=.dockerignore"] if source == Path() else []
        run(["rsync", "--archive", *ignored, f"{here}/" if here.is_dir() else str(here), str(inside)])


def add(words: str, root: Path, added: Path | None) -> None:
    """What lies at an address, or the file that stands in for it."""
    *_, address, target = words.split()
    inside = root / target.lstrip("/")
    inside.parent.mkdir(parents=True, exist_ok=True)
    if added is not None:
        shutil.copy(added, inside)
    else:
        run(["curl", "--fail", "--silent", "--show-error", "--location", "--output", str(inside), address])


def chroot(root: Path, folder: str, environment: dict[str, str], command: str, user: str = "0") -> None:
    passed = {name: value for name, value in os.environ.items() if name.startswith(PASSED)}
    # Java wants /proc; in a mount namespace of its own it is gone with the command.
    inside = 'mount -t proc proc "$0/proc" && exec chroot --userspec="$1" "$0" sh -c "$2"'
    words = ["unshare", "--mount", "sh", "-c", inside, str(root), user, f"cd {folder} && {command}"]
    done = subprocess.run(words, env={**passed, **environment}, check=False)
    if done.returncode:
        raise SystemExit(f"{command}\nended with {done.returncode} in {root}")


def start(stage: Stage, root: Path, environment: dict[str, str], probe: str) -> None:
    """As the image's user, in its last folder."""
    last = {step.name: step for step in stage.steps}
    folder = last["WORKDIR"].words if "WORKDIR" in last else "/"
    command = probe or shlex.join(json.loads(last["CMD"].words))
    chroot(root, folder, environment, command, last["USER"].words if "USER" in last else "0")


def run(words: list[str]) -> None:
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(words)}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")


if __name__ == "__main__":
    main()
