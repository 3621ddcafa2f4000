"""The command `traclearn-deploy`."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from traclearn_deploy.clients import Clients
from traclearn_deploy.errors import DeployError
from traclearn_deploy.people import pool_id, read_people, write
from traclearn_deploy.release import Release
from traclearn_deploy.site import Site, read_site
from traclearn_deploy.steps import Step, run_steps

HELP = """
Releases to AWS, on what infra/terraform has made.

\b
  terraform -chdir=infra/terraform/envs/dev output -json deploy > build/site.json
  traclearn-deploy release --dry-run     # every step, and nothing else
  traclearn-deploy release
  traclearn-deploy rollback              # the task definitions before; the schema stays
  traclearn-deploy people --output people.json   # who has an account: Cognito's pool has no backup

\b
Exit code 0    all is well
          1    a step failed, or the site is unknown: the text says what to do
          2    wrong usage
"""
app = typer.Typer(no_args_is_help=True, help=HELP)

SiteFile = Annotated[Path, typer.Option("--site", help="Terraform's output `deploy`, as JSON.")]
Version = Annotated[
    str, typer.Option("--version", help="The commit; by default the one that is checked out.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show the steps and run none.")]
DEFAULT_SITE = Path("build/site.json")


@app.command()
def release(site: SiteFile = DEFAULT_SITE, version: Version = "", dry_run: DryRun = False) -> None:
    """Build, push, migrate, replace tasks, publish the API, and look whether it works."""
    _run(site, version, dry_run, back=False)


@app.command()
def rollback(site: SiteFile = DEFAULT_SITE, dry_run: DryRun = False) -> None:
    """Go back to the task definitions before the last release."""
    _run(site, "-", dry_run, back=True)


@app.command()
def people(
    output: Annotated[
        Path, typer.Option("--output", help="A file for your eyes alone: names and addresses.")
    ],
    site: SiteFile = DEFAULT_SITE,
    dry_run: DryRun = False,
) -> None:
    """Export accounts, attributes and groups from the user pool; passwords cannot be had."""
    with _told():
        found = read_site(site)
        pool = pool_id(found)
        typer.echo(f"people: write accounts, attributes and groups of the pool {pool} to {output}")
        if not dry_run:
            write(output, read_people(Clients(found.region).cognito, pool))


def _run(path: Path, version: str, dry_run: bool, *, back: bool) -> None:
    with _told():
        found = read_site(path)
        run_steps(_steps(found, version or checked_out(), back), typer.echo, dry_run=dry_run)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except DeployError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None


def _steps(site: Site, version: str, back: bool) -> list[Step]:
    made = Release(site, version, Clients(site.region))
    return made.steps_back() if back else made.steps()


def checked_out() -> str:
    """The commit. Raises DeployError where there is none, or where files differ from it."""
    done = subprocess.run(["git", "status", "--porcelain"], capture_output=True, text=True, check=False)
    if done.returncode or done.stdout.strip():
        raise DeployError("The folder differs from its commit. Commit first, or give --version.")
    said = subprocess.run(["git", "rev-parse", "HEAD"], capture_output=True, text=True, check=True)
    return said.stdout.strip()[:12]


def main() -> None:
    app()
