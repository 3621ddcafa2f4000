"""The command `traclearn-deploy`."""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from traclearn_deploy.clients import Clients
from traclearn_deploy.errors import DeployError
from traclearn_deploy.graph_rebuild import GraphRebuild
from traclearn_deploy.people import pool_id, read_people, write
from traclearn_deploy.release import Release
from traclearn_deploy.restore import Restore
from traclearn_deploy.site import Site, read_site
from traclearn_deploy.steps import WAY_BACK, Step, run_steps

HELP = """
Releases to AWS, on what infra/terraform has made.

\b
  terraform -chdir=infra/terraform/envs/dev output -json deploy > build/site.json
  traclearn-deploy release --dry-run     # every step, and nothing else
  traclearn-deploy release
  traclearn-deploy rollback              # the task definitions before; the schema stays
  traclearn-deploy restore --to 2026-01-15T09:30:00Z   # PostgreSQL as it was then; docs/recovery.md first
  traclearn-deploy rebuild               # fill a new Neo4j; docs/recovery.md first
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
Moment = Annotated[str, typer.Option("--to", help="Such as 2026-01-15T09:30:00Z.", show_default=False)]
DEFAULT_SITE = Path("build/site.json")


@app.command()
def release(site: SiteFile = DEFAULT_SITE, version: Version = "", dry_run: DryRun = False) -> None:
    """Build, push, migrate, replace tasks, publish the API, and look whether it works."""
    _run(site, dry_run, lambda found: _release(found, version or checked_out()).steps())


@app.command()
def rollback(site: SiteFile = DEFAULT_SITE, dry_run: DryRun = False) -> None:
    """Go back to the task definitions before the last release."""
    _run(site, dry_run, lambda found: _release(found, "-").steps_back())


@app.command()
def restore(to: Moment, site: SiteFile = DEFAULT_SITE, dry_run: DryRun = False) -> None:
    """Bring PostgreSQL back as it was at a time, and replay what the bus has had since."""
    moment = _moment(to)
    _run(site, dry_run, lambda found: Restore(found, moment, Clients(found.region)).steps(), "")


@app.command()
def rebuild(site: SiteFile = DEFAULT_SITE, dry_run: DryRun = False) -> None:
    """Fill a new Neo4j from storage, Trac's wiki and authors' decisions."""
    _run(site, dry_run, lambda found: GraphRebuild(found, Clients(found.region)).steps(), "")


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


def _run(path: Path, dry_run: bool, steps: Callable[[Site], list[Step]], way_back: str = WAY_BACK) -> None:
    with _told():
        run_steps(steps(read_site(path)), typer.echo, dry_run=dry_run, way_back=way_back)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except DeployError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None


def _release(site: Site, version: str) -> Release:
    return Release(site, version, Clients(site.region))


def _moment(said: str) -> datetime:
    """In UTC. Raises BadParameter without an offset: an hour too late would be lost."""
    try:
        moment = datetime.fromisoformat(said)
    except ValueError:
        raise typer.BadParameter(f"{said} is no time such as 2026-01-15T09:30:00Z.") from None
    if moment.tzinfo is None:
        raise typer.BadParameter(f"{said} names no zone: write {said}Z for UTC.")
    return moment.astimezone(UTC)


def checked_out() -> str:
    """The commit. Raises DeployError where there is none, or where files differ from it."""
    done = subprocess.run(["git", "status", "--porcelain"], capture_output=True, text=True, check=False)
    if done.returncode or done.stdout.strip():
        raise DeployError("The folder differs from its commit. Commit first, or give --version.")
    said = subprocess.run(["git", "rev-parse", "HEAD"], capture_output=True, text=True, check=True)
    return said.stdout.strip()[:12]


def main() -> None:
    app()
