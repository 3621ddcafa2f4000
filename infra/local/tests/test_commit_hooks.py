"""The hooks of pre-commit get the names of files, and leave alone those that are no business of ruff."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from traclearn_local.stack import ROOT

PROGRAMS = ".venv/bin/"
HOOKS = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())["repos"][0]["hooks"]
RUFF = [hook["entry"] for hook in HOOKS if hook["entry"].startswith(f"{PROGRAMS}ruff ")]
GENERATED = "contracts/src/traclearn_contracts/models.py"


def run_hook(entry, folder, name):
    program, *words = entry.removeprefix(PROGRAMS).split()
    command = [Path(sys.executable).with_name(program), *words, name]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def repository(tmp_path):
    """A copy of the settings and of the generated models, and a plugin's file: nothing of ours is changed."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for name in (GENERATED, "trac/setup.py"):
        (tmp_path / name).parent.mkdir(parents=True)
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


@pytest.mark.parametrize("name", [GENERATED, "trac/setup.py"])
@pytest.mark.parametrize("entry", RUFF)
def test_hook_leaves_a_file_that_ruff_excludes_as_it_is(repository, entry, name):
    before = (repository / name).read_bytes()
    done = run_hook(entry, repository, name)
    assert (done.returncode, (repository / name).read_bytes()) == (0, before), done.stdout


@pytest.mark.parametrize("entry", RUFF)
def test_hook_mends_a_file_of_ours(repository, entry):
    ours = repository / "ours.py"
    ours.write_text("import os\n\n\n\n\nx = 'a'\n")
    run_hook(entry, repository, ours.name)
    assert ours.read_text() != "import os\n\n\n\n\nx = 'a'\n"


def test_both_commands_of_ruff_are_hooks():
    assert sorted(entry.split()[1] for entry in RUFF) == ["check", "format"]
