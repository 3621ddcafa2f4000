"""The commands of docs/installing.md, in their order, in a Trac that had no plugin."""

import os
import re
import shutil
import sqlite3
import subprocess
from pathlib import Path

import pytest
from traclearn_local.install import python27
from traclearn_local.stack import ROOT

pytestmark = pytest.mark.slow

DOCUMENT = ROOT / "docs/installing.md"
PROGRAMS = {
    "python": "exec {python}",
    "pip": "exec {python} -m pip",
    "trac-admin": "cd / && exec {python} -m trac.admin.console",
    "gunicorn": "cd / && exec {python} -m gunicorn.app.wsgiapp --bind 127.0.0.1:0",
}
"""`python -m` finds what lies in the working directory, unlike the programs: there the plugin would be."""
ENDLESS = re.compile(r"^(gunicorn .*|.* learning sync)$", re.M)
RUNS_S = 15
"""What still runs then works; what is wrong with it shows in the first seconds."""
STOPPED = 124
"""`timeout` had to end it."""
BY_HAND = ("pgloader", "LOAD DATABASE")
LEFT_OUT = {"wheel": (*BY_HAND, "bdist_egg"), "egg": (*BY_HAND, "bdist_wheel", "gunicorn", "config remove")}
"""Either way of installing has blocks of its own; `learning.*` is in trac.ini with a wheel alone. The way to
PostgreSQL needs pgloader."""


def blocks():
    """Each run of indented lines, as one script."""
    found = re.findall(r"(?:^ {4,}\S.*\n)+", DOCUMENT.read_text(), re.M)
    return [re.sub("^ +", "", block, flags=re.M) for block in found]


def write_programs(folder):
    """What the document types, as programs: Trac's Python with the packages of PYTHONPATH and no others."""
    folder.mkdir()
    for name, command in PROGRAMS.items():
        program = folder / name
        program.write_text(f'#!/bin/sh\n{command.format(python=f"{python27.find()} -W ignore")} "$@"\n')
        program.chmod(0o755)


def arrange(where, bare_trac):
    """What a shell is told, where Trac is installed without the plugin."""
    write_programs(where / "bin")
    prefix = where / "prefix"
    return {
        **os.environ,
        "PATH": f"{where / 'bin'}:{os.environ['PATH']}",
        "PYTHONPATH": f"{prefix}/lib/python2.7/site-packages:{bare_trac}",
        "PYTHON_EGG_CACHE": str(where / "eggs"),
        "PIP_PREFIX": str(prefix),
        "PIP_NO_INDEX": "1",
        "TRAC_ENV": str(where / "env"),
    }


def run_script(script, source, environment):
    script = ENDLESS.sub(rf"timeout {RUNS_S} \1 || test $? = {STOPPED}", script)
    done = subprocess.run(
        ["bash", "-e", "-c", script], cwd=source, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{script}\n{done.stdout}\n{done.stderr}"


@pytest.mark.parametrize("way", LEFT_OUT)
def test_commands_of_the_document_in_their_order_work(way, bare_trac, tmp_path):
    environment = arrange(tmp_path, bare_trac)
    source = tmp_path / "trac"
    shutil.copytree(ROOT / "trac", source, ignore=shutil.ignore_patterns("*.egg-info"))
    run_script('trac-admin "$TRAC_ENV" initenv "A school" sqlite:db/trac.db', source, environment)
    for block in blocks():
        if any(word in block for word in LEFT_OUT[way]):
            continue
        if block.startswith(("DELETE", "DROP", "UPDATE")):
            with sqlite3.connect(Path(environment["TRAC_ENV"]) / "db/trac.db") as database:
                database.executescript(block)
        else:
            run_script(block, source, environment)
    tables = database.execute("SELECT name FROM sqlite_master WHERE name LIKE 'learning%'").fetchall()
    database.close()
    assert tables == []
