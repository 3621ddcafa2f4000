"""A copy of infra/terraform that plans without an account: no remote state, and no question to AWS.

The sources stay as a person applies them; what differs is a file beside each root. Run as a program
(`make infra-api`) it renders the API for a person's own plan.
"""

import json
import shutil
from pathlib import Path

from traclearn_contracts.gateway import render

from traclearn_local.stack import ROOT
from traclearn_local.terraform.binary import Terraform

SOURCES = ROOT / "infra" / "terraform"
API = ROOT / "build" / "terraform" / "api.json"
"""Where the environments look for the rendered API."""
SLOTS = ("bus", "partition", "region", "user_pool_arn", "events_role_arn", "vpc_link_id", "backend")
"""What Terraform fills in, for only it knows."""
SECRETS = {
    "TF_VAR_cache_token": "examples-are-not-secret",
    "TF_VAR_origin_secret": "examples-are-not-secret-at-all-here",
}
LOCAL_BACKEND = 'terraform {\n  backend "local" {}\n}\n'
ASKED = "  allowed_account_ids = [var.account_id]\n"
"""In a provider: it asks AWS which account that is."""
NOT_ASKED = """\
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
"""


def write_api(path: Path = API) -> None:
    """The AWS rendering as a template of Terraform's, `${…}` for each slot."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rendered = json.dumps(render("aws", **{slot: f"${{{slot}}}" for slot in SLOTS}), indent=1)
    path.write_text(rendered)


def copy(folder: Path) -> Path:
    """The copy of infra/terraform inside `folder`, with contracts and renderings where it looks for them."""
    shutil.rmtree(folder, ignore_errors=True)
    made = folder / "infra" / "terraform"
    left_out = shutil.ignore_patterns(".terraform*", "*.tfstate*", "terraform.tfvars")
    shutil.copytree(SOURCES, made, ignore=left_out)
    (folder / "contracts").symlink_to(ROOT / "contracts")
    write_api(folder / "build" / "terraform" / "api.json")
    (folder / "build" / "terraform" / "local.json").write_text(json.dumps(render("local")))
    for environment in environments(made):
        (environment / "backend_override.tf").write_text(LOCAL_BACKEND)
        _skip_questions(environment / "versions.tf")
    return made


def environments(terraform: Path = SOURCES) -> list[Path]:
    """The folders that are applied, each with a state of its own."""
    return sorted((terraform / "envs").glob("*"))


def write_plan(terraform: Terraform, root: Path, output: Path) -> None:
    """Plans a root that is initialised, with its example variables; keeps the plan's JSON."""
    planned = root / "offline.plan"
    variables = f"-var-file={root / 'example.tfvars'}"
    words = ("-no-color", "-input=false", "-lock=false", variables, f"-out={planned}")
    terraform.run(root, "plan", *words, env=SECRETS)
    output.write_text(terraform.run(root, "show", "-json", str(planned)))


def _skip_questions(versions: Path) -> None:
    """An override cannot do it: it knows no provider's alias."""
    versions.write_text(versions.read_text().replace(ASKED, NOT_ASKED))


if __name__ == "__main__":
    write_api()
