"""Each command that a document tells people to type is run by a test, or named with what runs its like."""

import re

import pytest
from traclearn_local.stack import ROOT

from tests.stack.test_documents import COMMAND, DOCUMENTS, blocks
from tests.test_document_links import tracked_documents

INSTALLING = "docs/installing.md"
"""`infra/local/tests/test_installing.py` runs its commands in their order."""
PROGRAM = re.compile(
    r"(?:\w+=\S+ )*(make|set -a|\.venv/bin/|uv run|python |pip |terraform|aws |traclearn|trac-admin|gunicorn)"
)
ELSEWHERE = {
    "docs/learning.md: set -a;": "tests/stack/test_paths.py",
    "docs/recovery.md: traclearn-deploy restore": "infra/deploy/tests/test_restore.py",
    "docs/operations.md: traclearn grader calls": "services/grader/tests/stack/test_budget.py",
    "docs/operations.md: traclearn-progress erase": "services/progress/tests/stack/test_ledger.py",
    "docs/operations.md: traclearn-progress recount": "services/progress/tests/stack/test_ledger.py",
    "infra/local/README.md: TRACLEARN_PORT_BASE": "tests/stack/test_local.py",
    "contracts/README.md: uv run": "contracts/tests/test_gateway.py",
    "infra/deploy/README.md: terraform": "infra/deploy/tests/test_release.py",
    "infra/images/README.md: python": "infra/images/tests/test_rehearse.py",
    "infra/terraform/README.md: make": "infra/terraform/tests/plans/test_environments.py",
}
"""Document and beginning of a block → the tests that run these commands with arguments of their own."""
NOT_RUN_HERE = (
    "infra/terraform/README.md: ",
    "docs/recovery.md: terraform -chdir",
    "docs/recovery.md: aws elasticache",
)
"""They want an account of AWS, and their documents say that nothing of it was applied there."""


def command_blocks():
    for name in tracked_documents():
        if name == INSTALLING:
            continue
        for block in blocks(name):
            if PROGRAM.match(block):
                yield pytest.param(name, block, id=f"{name}: {block[:40].splitlines()[0]}")


@pytest.mark.parametrize(("name", "block"), list(command_blocks()))
def test_command_of_a_document_is_run_or_says_what_runs_it(name, block):
    said = f"{name}: {block}"
    begins = [file for start, file in ELSEWHERE.items() if said.startswith(start)]
    assert (name in DOCUMENTS and COMMAND.match(block)) or begins or said.startswith(NOT_RUN_HERE)
    assert all((ROOT / file).exists() for file in begins)


def test_each_entry_of_what_runs_elsewhere_is_of_a_block_that_there_is():
    known = [f"{name}: {block}" for name, block in (one.values for one in command_blocks())]
    assert [start for start in ELSEWHERE if not any(one.startswith(start) for one in known)] == []
