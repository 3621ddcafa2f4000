"""What a document leads to is there: files by links, targets of make by name."""

import re
import subprocess

import pytest
from traclearn_local.stack import ROOT

MATERIAL = ("infra/local/demo/", "libs/documents/tests/")
"""What these folders hold is read by programs, as courses are."""


def tracked_documents():
    """The Markdown files that people read."""
    tracked = subprocess.run(
        ["git", "ls-files", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [name for name in tracked.stdout.splitlines() if not name.startswith(MATERIAL)]


@pytest.mark.parametrize("name", tracked_documents())
def test_every_make_target_that_a_document_names_exists(name):
    targets = set(re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text(), re.M))
    text = (ROOT / name).read_text()
    named = re.findall(r"`make (?:-s )?([a-z-]+)|^ {4}(?:\w+=\S+ )*make (?:-s )?([a-z-]+)", text, re.M)
    assert {one or other for one, other in named} <= targets


@pytest.mark.parametrize("name", tracked_documents())
def test_every_link_of_a_document_leads_somewhere(name):
    folder = (ROOT / name).parent
    found = re.findall(r"\]\(([^)#]+)[^)]*\)", (ROOT / name).read_text())
    assert [one for one in found if not one.startswith("http") and not (folder / one).exists()] == []
