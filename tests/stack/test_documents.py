"""What the documents tell people to type works."""

import os
import re
import subprocess
from pathlib import Path

import pytest
from traclearn_local.stack import ROOT
from traclearn_local.stack_environment import shell_assignments

COMMAND = re.compile(r"(make|set|echo|\.venv/bin)\b")
"""How a block begins that is for a shell."""
TIMEOUT_S = 580
"""Of one block of commands: the benchmarks stand in one."""
pytestmark = [pytest.mark.stack, pytest.mark.timeout(TIMEOUT_S + 20)]

DOCUMENTS = (
    "README.md",
    "docs/authoring.md",
    "docs/operations.md",
    "infra/local/README.md",
    "CONTRIBUTING.md",
)
"""Their commands are run here, those of `docs/installing.md` by `infra/local/tests/test_installing.py`."""
RUN_ELSEWHERE = {"up", "down", "reset", "test", "check", "infra-check", "chaos"}
"""The stack's fixture runs the first three, `.ci/run` the others (the kills are part of `make test`)."""
SHORTER = {
    "make bench-answer": "make bench-answer BENCH='--learners 2 --runs 1 --most 4'",
    "make bench-index": "make bench-index BENCH='--documents 2 --sections 10 --warm 0 --runs 1 --again 20'",
    "make bench-runtime": "make bench-runtime BENCH='--messages 500 --runs 1'",
    "make bench-feed": "make bench-feed BENCH='--seconds 0.5 --rounds 1'",
    "make bench-path": "make bench-path BENCH='--sizes 300 --runs 1 --goals 3'",
    "make bench-questions": "make bench-questions BENCH='--manuals exim4-doc-html'",
    "make bench-grader": "make bench-grader BENCH='--training none'",
}


def blocks(name):
    """Each run of indented lines of a document, as one shell script."""
    text = (ROOT / name).read_text()
    found = re.findall(r"(?:^ {4}(?:\S| {2}\|).*\n)+", text, re.M)
    return [re.sub("^ {4}", "", block, flags=re.M) for block in found]


def commands(name):
    """The blocks that are for a shell, without what runs elsewhere."""
    for block in blocks(name):
        lines = [line for line in block.splitlines() if not _elsewhere(line)]
        script = "\n".join(lines)
        if COMMAND.match(script):
            yield pytest.param(script, id=f"{Path(name).stem}: {lines[0][:40]}")


def _elsewhere(line):
    target = re.match(r"(?:\w+=\S+ )*make (?:-s )?([a-z-]+)", line)
    return bool(target) and target.group(1) in RUN_ELSEWHERE


@pytest.mark.parametrize("script", [script for name in DOCUMENTS for script in commands(name)])
def test_commands_of_the_documents_run(stack, script, tmp_path):
    for long, short in SHORTER.items():
        script = script.replace(long, short)
    given = tmp_path / "stack.env"
    given.write_text(shell_assignments(stack.env))
    where = {
        "TRACLEARN_HOME": str(stack.home),
        "TRACLEARN_PORT_BASE": stack.env["TRACLEARN_PORT_BASE"],
        "TRACLEARN_STACK_ENV": str(given),
    }
    done = subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", script],
        cwd=ROOT, env={**os.environ, **where}, capture_output=True, text=True, check=False, timeout=TIMEOUT_S,
    )  # fmt: skip
    assert done.returncode == 0, f"{script}\n{done.stdout}\n{done.stderr}"
