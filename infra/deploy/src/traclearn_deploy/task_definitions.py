"""Task definitions: Terraform makes the first of each family, a release adds the next with its image."""

from typing import Any

KEPT = (
    *("family", "taskRoleArn", "executionRoleArn", "networkMode", "containerDefinitions", "volumes"),
    *("placementConstraints", "requiresCompatibilities", "cpu", "memory", "pidMode", "ipcMode"),
    *("proxyConfiguration", "inferenceAccelerators", "ephemeralStorage", "runtimePlatform"),
)
"""What `register_task_definition` takes of what `describe_task_definition` gives."""


def register_image(ecs: Any, family: str, container: str, image: str) -> str:
    """The ARN of the family's newest definition with that image: the one that is there, where it has it."""
    known = ecs.describe_task_definition(taskDefinition=family)["taskDefinition"]
    if all(one["image"] == image for one in known["containerDefinitions"] if one["name"] == container):
        return str(known["taskDefinitionArn"])
    containers = [
        one | {"image": image} if one["name"] == container else one for one in known["containerDefinitions"]
    ]
    new = {name: known[name] for name in KEPT if name in known} | {"containerDefinitions": containers}
    return str(ecs.register_task_definition(**new)["taskDefinition"]["taskDefinitionArn"])


def find_previous(ecs: Any, family: str, container: str, current: str) -> str | None:
    """The newest that a release made before `current`, or None. Terraform's name an image by its tag: they
    never ran but on the first day, and hold that day's image."""
    found = ecs.list_task_definitions(familyPrefix=family, status="ACTIVE", sort="DESC")["taskDefinitionArns"]
    older = [arn for arn in found if _revision(arn) < _revision(current)]
    return next((str(arn) for arn in older if _is_released(ecs, arn, container)), None)


def _is_released(ecs: Any, arn: str, container: str) -> bool:
    known = ecs.describe_task_definition(taskDefinition=arn)["taskDefinition"]
    return any("@" in one["image"] for one in known["containerDefinitions"] if one["name"] == container)


def _revision(arn: str) -> int:
    return int(arn.rpartition(":")[2])
