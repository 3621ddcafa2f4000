"""Services at rest, and at work again. Scaling is held meanwhile: a backlog would start tasks."""

import time
from typing import Any

from traclearn_deploy.errors import DeployError
from traclearn_deploy.site import Program

PAUSE_S = 15.0
TRIES = 40
"""Ten minutes: a worker drains for two."""
DIMENSION = {"ServiceNamespace": "ecs", "ScalableDimension": "ecs:service:DesiredCount"}
HELD = ("DynamicScalingInSuspended", "DynamicScalingOutSuspended", "ScheduledScalingSuspended")


def stop_service(ecs: Any, scaling: Any, cluster: str, program: Program) -> None:
    """Returns when its last task ended."""
    _hold(scaling, cluster, program, held=True)
    _set_count(ecs, cluster, program, 0)


def start_service(ecs: Any, scaling: Any, cluster: str, program: Program) -> None:
    """As many tasks as Terraform says that there are at least; returns when they run."""
    target = _resource(cluster, program)
    found = scaling.describe_scalable_targets(
        ServiceNamespace="ecs", ResourceIds=[target], ScalableDimension=DIMENSION["ScalableDimension"]
    )["ScalableTargets"]
    if not found:
        raise DeployError(f"{target} has no bounds of scaling: apply infra/terraform.")
    _set_count(ecs, cluster, program, found[0]["MinCapacity"])
    _hold(scaling, cluster, program, held=False)


def _resource(cluster: str, program: Program) -> str:
    return f"service/{cluster}/{program.service}"


def _hold(scaling: Any, cluster: str, program: Program, *, held: bool) -> None:
    scaling.register_scalable_target(
        **DIMENSION, ResourceId=_resource(cluster, program), SuspendedState=dict.fromkeys(HELD, held)
    )


def _set_count(ecs: Any, cluster: str, program: Program, count: int) -> None:
    """ECS's own waiter does not know services that CodeDeploy turns: they have no deployments."""
    ecs.update_service(cluster=cluster, service=program.service, desiredCount=count)
    for _ in range(TRIES):
        (service,) = ecs.describe_services(cluster=cluster, services=[program.service])["services"]
        if service["runningCount"] == count:
            return
        time.sleep(PAUSE_S)
    raise DeployError(f"{program.service} has {service['runningCount']} tasks and not {count}.")
