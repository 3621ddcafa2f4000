"""Clients of the emulators."""

import pytest
from traclearn_local.cloud import aws


@pytest.mark.parametrize("service", ["s3", "sqs", "events", "apigateway", "cognito-idp"])
def test_client_speaks_to_its_stack_whatever_the_shell_names(service, monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://another-stack:1")
    client = aws.client(service, "http://127.0.0.1:4999")
    assert client.meta.endpoint_url == "http://127.0.0.1:4999"
    assert client.meta.region_name == "us-east-1"
