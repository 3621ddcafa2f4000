"""Workers and Trac's sync: ECS replaces their tasks itself. Its circuit breaker takes a bad release back."""

from typing import Any

from botocore.exceptions import WaiterError

from traclearn_deploy.errors import DeployError
from traclearn_deploy.site import Program

POLL = {"Delay": 15, "MaxAttempts": 80}
"""Twenty minutes: a worker drains for two."""


def roll_service(
    ecs: Any, cluster: str, program: Program, task_definition: str, *, anew: bool = False
) -> None:
    """Waits until it is stable; `anew` also where it runs that definition. Raises DeployError where ECS went
    back by itself."""
    forced = {"forceNewDeployment": True} if anew else {}
    ecs.update_service(cluster=cluster, service=program.service, taskDefinition=task_definition, **forced)
    wanted = {"cluster": cluster, "services": [program.service]}
    try:
        ecs.get_waiter("services_stable").wait(**wanted, WaiterConfig=POLL)
    except WaiterError as error:
        raise DeployError(f"{program.service} did not become stable: {error}") from error
    (service,) = ecs.describe_services(**wanted)["services"]
    running = service["deployments"][0]
    if running["taskDefinition"] != task_definition:
        raise DeployError(
            f"ECS took {program.service} back to {running['taskDefinition']}: its tasks did not start."
        )


def running_definition(ecs: Any, cluster: str, program: Program) -> str:
    (service,) = ecs.describe_services(cluster=cluster, services=[program.service])["services"]
    sets = service.get("taskSets") or [service]  # CodeDeploy keeps them in sets
    primary = [one for one in sets if one.get("status") in ("PRIMARY", "ACTIVE")]
    return str((primary or sets)[0]["taskDefinition"])
