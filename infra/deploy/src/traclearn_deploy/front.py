"""The API's stage and the edge."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import httpx
from traclearn_contracts.gateway import render

from traclearn_deploy.errors import DeployError

STATIC_FILES = "/trac/chrome/*"


def publish_api(apigateway: Any, api_id: str, stage: str, variables: Mapping[str, str], version: str) -> None:
    """Puts contracts/openapi.yaml, as rendered for AWS, in place of what the API has, and on its stage."""
    body = json.dumps(render("aws", **variables)).encode()
    apigateway.put_rest_api(restApiId=api_id, mode="overwrite", failOnWarnings=True, body=body)
    apigateway.create_deployment(restApiId=api_id, stageName=stage, description=version)


def forget_static_files(cloudfront: Any, distribution_id: str, version: str) -> None:
    """The hour for which the edge keeps them is over at once."""
    batch = {"Paths": {"Quantity": 1, "Items": [STATIC_FILES]}, "CallerReference": version}
    cloudfront.create_invalidation(DistributionId=distribution_id, InvalidationBatch=batch)


EXPECTED = (
    ("/trac/login", (200, 302, 303)),
    ("/trac/chrome/common/css/trac.css", (200,)),
    ("/api/v1/progress", (401,)),
    ("/api/v1/changes", (401,)),
)
"""What anybody gets without a token: sign-in and static files, and a refusal of everything else."""


def check_site(url: str, get: Callable[[str], int] | None = None) -> None:
    """Raises DeployError that names each address which answers otherwise."""
    ask = get or _status
    wrong = [
        f"{path} answers {found} instead of {' or '.join(map(str, wanted))}"
        for path, wanted in EXPECTED
        if (found := ask(url.rstrip("/") + path)) not in wanted
    ]
    if wrong:
        raise DeployError(f"{url}: {'; '.join(wrong)}.")


def _status(address: str) -> int:
    try:
        return httpx.get(address, timeout=20, follow_redirects=False).status_code
    except httpx.HTTPError as error:
        raise DeployError(f"{address} does not answer: {error}") from error
