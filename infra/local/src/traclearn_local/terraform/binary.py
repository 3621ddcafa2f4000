"""Terraform and its AWS provider on this machine: looked for, never downloaded by a check."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from traclearn_local.errors import Missing

PROVIDER = "registry.terraform.io/hashicorp/aws/5.100.0"
"""Folder of the provider in a mirror; the version stands in each `versions.tf`, too."""
ROOTS = ("/opt", "/usr/share", "/usr/local/share")
"""Below which, one folder down, mirrors are looked for beside Terraform's own places."""
FAKE_ACCOUNT = {
    "AWS_ACCESS_KEY_ID": "none",
    "AWS_SECRET_ACCESS_KEY": "none",
    "AWS_EC2_METADATA_DISABLED": "true",
    "CHECKPOINT_DISABLE": "1",
    "TF_CLI_CONFIG_FILE": os.devnull,  # a person's own may name a mirror that lacks the provider
    "TF_IN_AUTOMATION": "1",
    "TF_PLUGIN_CACHE_DIR": "",  # it may be the mirror: Terraform installs none "to itself"
}


@dataclass(frozen=True)
class Terraform:
    """The program, and the folder from which it takes the provider."""

    program: str
    mirror: Path

    def run(self, folder: Path, *words: str, env: Mapping[str, str] | None = None) -> str:
        """Its stdout. Raises RuntimeError with the end of what it said."""
        done = subprocess.run(
            [self.program, *words],
            cwd=folder,
            env={**os.environ, **FAKE_ACCOUNT, **(env or {})},
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        if done.returncode:
            said = "\n".join((done.stdout + done.stderr).strip().splitlines()[-60:])
            raise RuntimeError(f"terraform {' '.join(words)} in {folder.name}:\n{said}")
        return done.stdout

    def init(self, folder: Path) -> None:
        self.run(folder, "init", "-no-color", "-input=false", f"-plugin-dir={self.mirror}")


def find() -> Terraform:
    """Raises Missing, saying which of the two is not here."""
    program = shutil.which("terraform")
    if program is None:
        raise Missing("Terraform is not on this machine: install 1.11 or newer.")
    for mirror in _mirrors():
        if (mirror / PROVIDER).is_dir():
            return Terraform(program, mirror)
    raise Missing(
        "Terraform's AWS provider is not on this machine. In infra/terraform/envs/dev fetch it, "
        "`mkdir -p FOLDER && TF_PLUGIN_CACHE_DIR=FOLDER terraform init -backend=false`, and set "
        f"TRACLEARN_TERRAFORM_PLUGINS=FOLDER. That folder then holds {PROVIDER}."
    )


def _mirrors() -> Iterator[Path]:
    for name in ("TRACLEARN_TERRAFORM_PLUGINS", "TF_PLUGIN_CACHE_DIR"):
        if given := os.environ.get(name):
            yield Path(given)
    yield Path.home() / ".terraform.d" / "plugins"
    for root in ROOTS:
        for found in Path(root).glob(f"*/{PROVIDER}"):
            yield found.parents[len(Path(PROVIDER).parts) - 1]
        yield Path(root) / "terraform" / "plugins"
