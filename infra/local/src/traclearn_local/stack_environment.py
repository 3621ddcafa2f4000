"""What `make env` prints: the names that people, scripts and checks rely on."""

import shlex

from traclearn_contracts import roster

from traclearn_local.cloud import cognito
from traclearn_local.demo import course as demo
from traclearn_local.secrets import passwords
from traclearn_local.stack import KEY, REGION, Stack
from traclearn_local.stores import neo4j, postgres, redis


def environment_of(stack: Stack) -> dict[str, str]:
    """Raises LocalError when the stack was never up."""
    identity = cognito.known(stack)
    secrets = passwords.keep(stack.home)
    roles = {f"{role.upper()}_DATABASE_URL": postgres.url(stack, secrets, role) for role in postgres.roles()}
    workers = {
        name: value for worker in roster.names() for name, value in _worker(stack, secrets, worker).items()
    }
    return {
        "TRACLEARN_URL": stack.url,
        "TRACLEARN_HOME": str(stack.home),
        "TRACLEARN_PORT_BASE": str(stack.base),
        "AWS_ENDPOINT_URL": stack.http("aws"),
        "AWS_ACCESS_KEY_ID": KEY,
        "AWS_SECRET_ACCESS_KEY": secrets["aws"],
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "COGNITO_ENDPOINT": stack.http("cognito"),
        "COGNITO_POOL_ID": identity.pool,
        "COGNITO_CLIENT_ID": identity.web_client,
        "COGNITO_ISSUER": identity.issuer,
        "COGNITO_JWKS_URL": identity.jwks(stack),
        "COGNITO_MACHINE_CLIENT_ID": identity.machine_client,
        "COGNITO_MACHINE_CLIENT_SECRET": identity.machine_secret,
        "DATABASE_URL": postgres.url(stack, secrets),
        **roles,
        "REDIS_URL": redis.url(stack, secrets),
        "NEO4J_URI": neo4j.url(stack),
        "NEO4J_USER": neo4j.USER,
        "NEO4J_PASSWORD": secrets["neo4j"],
        "CONTENT_BUCKET": stack.bucket,
        "CONTENT_UPLOAD_URL": stack.bucket_url,
        "TRAC_PORT": str(stack.ports["trac"]),
        **workers,
        **_demo(stack),
    }


def _worker(stack: Stack, secrets: dict[str, str], name: str) -> dict[str, str]:
    """What its container needs, and where it answers."""
    variable = roster.identifier(name)
    values = {
        "URL": stack.http(name),
        "PORT": str(stack.ports[name]),
        "QUEUE_URL": stack.queue_url(name),
        "DLQ_URL": stack.queue_url(f"{name}-dlq"),
        "WORKER_DATABASE_URL": postgres.url(stack, secrets, variable, "postgresql+asyncpg"),
    }
    return {f"{variable.upper()}_{key}": value for key, value in values.items()}


def _demo(stack: Stack) -> dict[str, str]:
    learner, learner_2, author, operator = cognito.ACCOUNTS
    return {
        "DEMO_LEARNER": learner,
        "DEMO_LEARNER_2": learner_2,
        "DEMO_AUTHOR": author,
        "DEMO_OPERATOR": operator,
        "DEMO_PASSWORD": passwords.DEMO,
        "DEMO_TICKET": str(demo.ticket(stack) or ""),
    }


def shell_assignments(values: dict[str, str]) -> str:
    """One `NAME=value` a line, quoted for a POSIX shell: `set -a; eval "$(make -s env)"`."""
    return "\n".join(f"{name}={shlex.quote(value)}" for name, value in values.items())
