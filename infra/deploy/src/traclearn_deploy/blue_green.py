"""Trac and the APIs: CodeDeploy starts the new tasks beside the old, moves the load balancer, and goes back
by itself when an alarm sounds."""

import json
from typing import Any

from botocore.exceptions import WaiterError

from traclearn_deploy.errors import DeployError
from traclearn_deploy.site import BlueGreen, Program

POLL = {"Delay": 15, "MaxAttempts": 160}
"""Forty minutes: the old tasks stay for twenty minutes after traffic moved, as Terraform says."""


def replace_tasks(codedeploy: Any, program: Program, group: BlueGreen, task_definition: str) -> None:
    """Raises DeployError where CodeDeploy failed or went back."""
    revision = {
        "revisionType": "AppSpecContent",
        "appSpecContent": {"content": app_spec(program, group, task_definition)},
    }
    deployment = codedeploy.create_deployment(
        applicationName=group.application,
        deploymentGroupName=group.group,
        revision=revision,
        description=task_definition,
    )["deploymentId"]
    try:
        codedeploy.get_waiter("deployment_successful").wait(deploymentId=deployment, WaiterConfig=POLL)
    except WaiterError as error:
        raise DeployError(
            f"CodeDeploy's {deployment} of {program.service} failed, and traffic is where it was: {error}"
        ) from error


def app_spec(program: Program, group: BlueGreen, task_definition: str) -> str:
    """What CodeDeploy is to run: AppSpec 0.0 for ECS, as JSON."""
    load_balancer = {"ContainerName": group.container, "ContainerPort": program.port}
    properties = {"TaskDefinition": task_definition, "LoadBalancerInfo": load_balancer}
    target = {"TargetService": {"Type": "AWS::ECS::Service", "Properties": properties}}
    return json.dumps({"version": "0.0", "Resources": [target]})
