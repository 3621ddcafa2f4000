"""What the environment says, for every subcommand alike."""

import pytest
from traclearn_cli.errors import UsageError
from traclearn_cli.session import Session


@pytest.mark.parametrize(
    ("environment", "region"),
    [
        ({}, "us-east-1"),
        ({"AWS_DEFAULT_REGION": "eu-west-1"}, "eu-west-1"),
        ({"AWS_REGION": "eu-north-1", "AWS_DEFAULT_REGION": "eu-west-1"}, "eu-north-1"),
    ],
)
def test_all_clients_are_in_the_same_region(environment, region):
    session = Session(environment)
    assert session.sqs().meta.region_name == session.cognito().meta.region_name == region


def test_emulator_without_credentials_takes_any_key(monkeypatch):
    monkeypatch.delenv("AWS_ACCESS_KEY_ID", raising=False)
    client = Session({"AWS_ENDPOINT_URL": "http://127.0.0.1:9"}).sqs()
    assert client._request_signer._credentials.access_key == "local"


@pytest.mark.parametrize("url", ["", "localhost:8080", "http://[::1", "https://"])
def test_address_that_is_none_says_where_to_get_it(url):
    with pytest.raises(UsageError, match="make -s env"):
        Session({"TRACLEARN_URL": url}).api_url()
