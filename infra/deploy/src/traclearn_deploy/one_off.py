"""A task of its own that runs a command to its end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import WaiterError

from traclearn_deploy.errors import DeployError
from traclearn_deploy.site import Network

POLL = {"Delay": 6, "MaxAttempts": 300}
"""Half an hour."""


@dataclass(frozen=True, slots=True)
class OneOff:
    """`name` is for whoever reads of it, and its log's; `container` is the one that gets the command."""

    name: str
    cluster: str
    network: Network
    definition: str
    container: str
    command: Sequence[str]


def run_to_end(ecs: Any, task: OneOff) -> None:
    """Raises DeployError where it does not start, or ends with anything but 0."""
    started = ecs.run_task(
        cluster=task.cluster,
        launchType="FARGATE",
        taskDefinition=task.definition,
        startedBy="traclearn-deploy",
        networkConfiguration={"awsvpcConfiguration": _placed(task.network)},
        overrides={"containerOverrides": [{"name": task.container, "command": list(task.command)}]},
    )
    if started["failures"] or not started["tasks"]:
        raise DeployError(f"{task.name} could not start: {started['failures']}")
    arn = started["tasks"][0]["taskArn"]
    try:
        ecs.get_waiter("tasks_stopped").wait(cluster=task.cluster, tasks=[arn], WaiterConfig=POLL)
    except WaiterError as error:
        raise DeployError(f"{task.name} still runs after half an hour: look at {arn}") from error
    (ended,) = ecs.describe_tasks(cluster=task.cluster, tasks=[arn])["tasks"]
    _check(task, ended)


def _placed(network: Network) -> Mapping[str, Any]:
    return {
        "subnets": list(network.subnets),
        "securityGroups": list(network.security_groups),
        "assignPublicIp": "DISABLED",
    }


def _check(task: OneOff, ended: Mapping[str, Any]) -> None:
    for container in ended["containers"]:
        if container["name"] == task.container and container.get("exitCode") == 0:
            return
    reason = ended.get("stoppedReason", "no reason given")
    raise DeployError(f"{task.name} failed ({reason}). Its log is in the group of its name.")
