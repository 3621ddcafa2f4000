"""Migrations, each a task of its own that runs to its end before anything new serves.

They are safe with the version that still runs: a migration expands (adds what may be missing), and what it
makes needless goes a release later. `tests/stack/upgrade` runs the former code on the new schema.
"""

from typing import Any

from traclearn_deploy.one_off import OneOff, run_to_end
from traclearn_deploy.site import Migration, Network

COMMAND = ("alembic", "upgrade", "head")


def run_migration(
    ecs: Any, cluster: str, network: Network, task_definition: str, migration: Migration
) -> None:
    """Raises DeployError where it fails: Alembic runs each migration in a transaction, so it left nothing."""
    name, container = migration.family, migration.container
    run_to_end(ecs, OneOff(name, cluster, network, task_definition, container, COMMAND))
