from pathlib import Path

import boto3
import pytest
from botocore.stub import Stubber
from traclearn_deploy.site import read_site

SITE = Path(__file__).with_name("site.json")


@pytest.fixture
def site():
    return read_site(SITE)


class StubbedClients:
    """AWS's clients, each with the answers that a test lays out. Botocore holds requests and answers against
    AWS's own models, and nothing leaves the machine."""

    def __init__(self):
        keys = {"aws_access_key_id": "none", "aws_secret_access_key": "none"}
        names = ("ecr", "ecs", "codedeploy", "apigateway", "cloudfront", "rds", "events", "sqs")
        others = {"scaling": "application-autoscaling", "cognito": "cognito-idp"}
        self.stubs = {}
        for name, api in [*((name, name) for name in names), *others.items()]:
            client = boto3.client(api, region_name="us-east-1", **keys)
            setattr(self, name, client)
            self.stubs[name] = Stubber(client)
            self.stubs[name].activate()

    def expect(self, name, operation, answer, asked=None):
        self.stubs[name].add_response(operation, answer, asked)

    def refuse(self, name, operation, code):
        self.stubs[name].add_client_error(operation, service_error_code=code)

    def assert_all_asked(self):
        for stub in self.stubs.values():
            stub.assert_no_pending_responses()


@pytest.fixture
def clients():
    made = StubbedClients()
    yield made
    made.assert_all_asked()
