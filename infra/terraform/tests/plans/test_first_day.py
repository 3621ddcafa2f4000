"""The first day's steps of README.md, where a plan of its own is needed to say what they meet."""

import json
import os
import shutil
from pathlib import Path

import pytest
from traclearn_local.terraform.binary import find
from traclearn_local.terraform.workspace import SECRETS

REGISTRY = "-target=module.site.module.cluster"
"""Step 4's; nothing is planned of the rest, which takes long."""
PLANS = Path(os.environ.get("TRACLEARN_PLANS", "."))


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """The sources that the plans were made of, each root initialised."""
    folder = tmp_path_factory.mktemp("first-day")
    for name in ("contracts", "build", "infra"):
        shutil.copytree(PLANS / name, folder / name, symlinks=True)
    return folder / "infra" / "terraform"


def plan(root, *words):
    said = ("-no-color", "-input=false", "-lock=false", "-var-file=example.tfvars", "-out=first.plan")
    find().run(root, "plan", *said, *words, env=SECRETS)
    return json.loads(find().run(root, "show", "-json", "first.plan"))


def test_addresses_of_repositories_are_told_before_anything_else_is_there(copy):
    changes = plan(copy / "envs" / "prod", REGISTRY)["output_changes"]
    assert set(changes) == {"repositories"}
    assert set(changes["repositories"]["after_unknown"]) == {
        *("trac", "envoy"),
        *("grader", "indexer", "path-generator", "progress"),
    }


@pytest.mark.parametrize(("mine", "other"), [("dev", "prod"), ("prod", "dev")])
def test_two_environments_in_one_account_are_refused_before_anything_is_planned(copy, mine, other):
    taken = copy / "envs" / other / "terraform.tfvars"
    shutil.copy(copy / "envs" / mine / "example.tfvars", taken)
    try:
        with pytest.raises(RuntimeError, match=f"{other} is in this account"):
            plan(copy / "envs" / mine, REGISTRY)
    finally:
        taken.unlink()
