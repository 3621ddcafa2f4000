"""AWS's APIs, each opened when a step needs it."""

from functools import cached_property
from typing import Any

import boto3


class Clients:
    """Credentials come from the environment: on GitHub by OIDC, elsewhere by a profile."""

    def __init__(self, region: str) -> None:
        self._session = boto3.Session(region_name=region)

    @cached_property
    def ecr(self) -> Any:
        return self._session.client("ecr")

    @cached_property
    def ecs(self) -> Any:
        return self._session.client("ecs")

    @cached_property
    def codedeploy(self) -> Any:
        return self._session.client("codedeploy")

    @cached_property
    def apigateway(self) -> Any:
        return self._session.client("apigateway")

    @cached_property
    def cognito(self) -> Any:
        return self._session.client("cognito-idp")

    @cached_property
    def cloudfront(self) -> Any:
        return self._session.client("cloudfront")

    @cached_property
    def rds(self) -> Any:
        return self._session.client("rds")

    @cached_property
    def events(self) -> Any:
        return self._session.client("events")

    @cached_property
    def sqs(self) -> Any:
        return self._session.client("sqs")

    @cached_property
    def scaling(self) -> Any:
        return self._session.client("application-autoscaling")
