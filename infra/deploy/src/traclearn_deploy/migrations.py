"""Migrations, each a task of its own that runs to its end before anything new serves.

They are safe with the version that still runs: a migration expands (adds what may be missing), and what it
makes needless goes a release later. `tests/stack/upgrade` runs the former code on the new schema.
"""

from collections.abc import Mapping
from typing import Any

from botocore.exceptions import WaiterError

from traclearn_deploy.errors import DeployError
from traclearn_deploy.site import Migration, Network

COMMAND = ("alembic", "upgrade", "head")
POLL = {"Delay": 6, "MaxAttempts": 300}
"""Half an hour."""


def run_migration(
    ecs: Any, cluster: str, network: Network, task_definition: str, migration: Migration
) -> None:
    """Raises DeployError where it fails: Alembic runs each migration in a transaction, so it left nothing."""
    started = ecs.run_task(
        cluster=cluster,
        launchType="FARGATE",
        taskDefinition=task_definition,
        startedBy="traclearn-deploy",
        networkConfiguration={"awsvpcConfiguration": _placed(network)},
        overrides={"containerOverrides": [{"name": migration.container, "command": list(COMMAND)}]},
    )
    if started["failures"] or not started["tasks"]:
        raise DeployError(f"{migration.family} could not start: {started['failures']}")
    task = started["tasks"][0]["taskArn"]
    try:
        ecs.get_waiter("tasks_stopped").wait(cluster=cluster, tasks=[task], WaiterConfig=POLL)
    except WaiterError as error:
        raise DeployError(f"{migration.family} still runs after half an hour: look at {task}") from error
    (ended,) = ecs.describe_tasks(cluster=cluster, tasks=[task])["tasks"]
    _check(migration, ended)


def _placed(network: Network) -> Mapping[str, Any]:
    return {
        "subnets": list(network.subnets),
        "securityGroups": list(network.security_groups),
        "assignPublicIp": "DISABLED",
    }


def _check(migration: Migration, task: Mapping[str, Any]) -> None:
    for container in task["containers"]:
        if container["name"] == migration.container and container.get("exitCode") == 0:
            return
    reason = task.get("stoppedReason", "no reason given")
    raise DeployError(f"{migration.family} failed ({reason}). Its log is in the group of its name.")
