"""Who has an account: what can be had of Cognito's user pool, which has no backup. No password can."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from traclearn_deploy.errors import DeployError
from traclearn_deploy.site import Site


def pool_id(site: Site) -> str:
    """The last part of its ARN, which the API's authorizer needs."""
    return site.api_variables["user_pool_arn"].rpartition("/")[2]


def read_people(cognito: Any, pool: str) -> dict[str, Any]:
    """Raises DeployError."""
    try:
        groups = {
            one["GroupName"]: one.get("Description", "")
            for one in _all(cognito, "list_groups", "Groups", pool)
        }
        belongs: dict[str, list[str]] = {}
        for name in groups:
            for one in _all(cognito, "list_users_in_group", "Users", pool, GroupName=name):
                belongs.setdefault(one["Username"], []).append(name)
        people = [_person(one, belongs) for one in _all(cognito, "list_users", "Users", pool)]
    except ClientError as error:
        raise DeployError(f"The pool {pool} cannot be read: {error}") from error
    return {"pool": pool, "groups": groups, "people": people}


def write(file: Path, found: dict[str, Any]) -> None:
    """Names and addresses of people: for its owner alone, and whole or not at all."""
    part = file.with_name(f"{file.name}.part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
        json.dump(found, opened, ensure_ascii=False, indent=1)
    part.replace(file)


def _all(cognito: Any, operation: str, kind: str, pool: str, **more: str) -> Iterator[dict[str, Any]]:
    for page in cognito.get_paginator(operation).paginate(UserPoolId=pool, **more):
        yield from page[kind]


def _person(said: dict[str, Any], belongs: dict[str, list[str]]) -> dict[str, Any]:
    return {
        "username": said["Username"],
        "enabled": said["Enabled"],
        "status": said["UserStatus"],
        "attributes": {one["Name"]: one.get("Value", "") for one in said["Attributes"]},
        "groups": belongs.get(said["Username"], []),
    }
