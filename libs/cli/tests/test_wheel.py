"""The command from installed wheels, in an environment that knows nothing of this workspace."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PACKAGES = ("traclearn-contracts", "traclearn-cli")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def uv():
    """Runs uv, which `make` names and brings."""
    program = os.environ.get("UV") or shutil.which("uv") or ROOT / ".traclearn/tools/uv/bin/uv"

    def run(*arguments):
        done = subprocess.run([program, *arguments], cwd=ROOT, check=False, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr

    return run


@pytest.fixture(scope="module")
def run(uv, tmp_path_factory):
    """The installed command with nothing in its environment but what is given."""
    home = tmp_path_factory.mktemp("installed")
    wheels, venv, locked = home / "wheels", home / "venv", home / "locked.txt"
    for package in PACKAGES:
        uv("build", "--wheel", "--package", package, "--out-dir", wheels)
    uv(
        *("export", "--frozen", "--no-dev", "--no-hashes", "--no-emit-workspace"),
        *("--package", "traclearn-cli", "--output-file", locked),
    )
    uv("venv", "--python", sys.executable, venv)
    uv("pip", "install", "--python", venv / "bin/python", "--constraints", locked, *wheels.glob("*.whl"))

    def run(*arguments, **environment):
        return subprocess.run(
            [venv / "bin/traclearn", *arguments],
            cwd=home,
            env={"HOME": str(home), **environment},
            check=False,
            capture_output=True,
            text=True,
        )

    return run


def test_installed_command_says_its_version_and_its_rooms(run):
    assert run("--version").stdout.startswith("traclearn 0.")
    said = run("--help").stdout
    assert " content " in said and " path " in said and " dlq " in said


def test_installed_author_s_command_without_a_stack_is_wrong_usage(run):
    done = run("content", "list")
    assert done.returncode == 2 and "Say who you are" in done.stderr


def test_installed_author_s_command_brings_files(run, service, tmp_path):
    file = tmp_path / "one.md"
    file.write_text("# One")
    done = run("content", "add", file, "--json", **service.environment)
    assert done.returncode == 0, done.stderr
    assert [name for name, _ in service.posted] == ["one.md"]


def test_installed_operator_s_command_without_sqs_says_so(run):
    done = run("dlq", "list", AWS_ENDPOINT_URL="http://127.0.0.1:9", AWS_MAX_ATTEMPTS="1")
    assert done.returncode == 3 and done.stderr.startswith("SQS: ")
