"""A password that is rotated under a running pool: a real PostgreSQL, and the emulator's Secrets Manager.

`rotate` takes the steps of AWS's own function for one user, which Terraform deploys and no emulator has.
Source:
https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html
"""

import json
import re
from contextlib import suppress
from types import SimpleNamespace

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from traclearn_local.cloud import aws
from traclearn_worker.postgres import secret_password
from traclearn_worker.postgres.database import open_engine
from traclearn_worker.testing import settings

pytestmark = pytest.mark.stack
SECRET = "renewed-database"
CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'renewed'"


@pytest.fixture(scope="module")
def rotated(given):
    """A role whose password the secret has, in the form that the function reads."""
    endpoint, url = given
    secrets = aws.client("secretsmanager", endpoint)
    with psycopg.connect(url, autocommit=True) as database:
        database.execute("DROP ROLE IF EXISTS renewed")
        database.execute("CREATE ROLE renewed LOGIN PASSWORD 'first'")
        value = {"engine": "postgres", "username": "renewed", "password": "first"}
        secrets.create_secret(Name=SECRET, SecretString=json.dumps(value))
        yield SimpleNamespace(endpoint=endpoint, url=url, database=database, secrets=secrets, value=value)
        secrets.delete_secret(SecretId=SECRET, ForceDeleteWithoutRecovery=True)


def rotate(rotated, password):
    """Yields between its steps: the password waits, the database has it, it is proven, the secret has it."""
    current = rotated.secrets.get_secret_value(SecretId=SECRET)["VersionId"]
    pending = rotated.secrets.put_secret_value(
        SecretId=SECRET,
        SecretString=json.dumps({**rotated.value, "password": password}),
        VersionStages=["AWSPENDING"],
    )["VersionId"]
    yield "created"
    rotated.database.execute(f"ALTER ROLE renewed PASSWORD '{password}'")
    yield "set"
    psycopg.connect(re.sub(r"//[^@]*@", f"//renewed:{password}@", rotated.url)).close()
    yield "tested"
    rotated.secrets.update_secret_version_stage(
        SecretId=SECRET, VersionStage="AWSCURRENT", MoveToVersionId=pending, RemoveFromVersionId=current
    )
    yield "finished"


@pytest.fixture
async def engine(rotated, monkeypatch):
    """A worker's pool; what the secret says is asked for each new connection."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setattr(secret_password, "KEPT_S", 0)
    address = re.sub(r"//[^@]*@", "//renewed@", rotated.url).replace("postgresql:", "postgresql+asyncpg:")
    engine = open_engine(
        settings(database_url=address, database_secret=SECRET, aws_endpoint_url=rotated.endpoint)
    )
    yield engine
    await engine.dispose()


async def user_of(engine):
    async with engine.begin() as connection:
        return await connection.scalar(text("SELECT current_user"))


async def test_pool_goes_on_through_a_rotation_and_opens_anew_after_it(rotated, engine):
    assert await user_of(engine) == "renewed"
    steps = []
    for step in rotate(rotated, "second"):
        steps.append(step)
        assert await user_of(engine) == "renewed", f"an open connection stays: {step}"
    assert steps == ["created", "set", "tested", "finished"]
    rotated.database.execute(CUT)
    with suppress(DBAPIError):  # one that was open, whose end was not heard of yet
        await user_of(engine)
    assert await user_of(engine) == "renewed", "a new connection has the new password"


async def test_connection_that_is_opened_amid_a_rotation_fails_until_its_end(rotated, engine):
    """An outage for the runtime, which counts against no message."""
    steps = rotate(rotated, "third")
    assert [next(steps), next(steps)] == ["created", "set"]
    with pytest.raises(Exception, match="password authentication failed"):
        await user_of(engine)
    assert list(steps) == ["tested", "finished"]
    assert await user_of(engine) == "renewed"
