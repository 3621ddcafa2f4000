"""Which programs make up the stack, and with which settings each runs."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from traclearn_contracts import roster
from traclearn_contracts.roster import Member, Need

from traclearn_local.cloud import front_door
from traclearn_local.cloud.cognito import Identity
from traclearn_local.install import model
from traclearn_local.processes.fingerprint import code, file
from traclearn_local.processes.programs import Program, extra
from traclearn_local.stack import EMULATORS, HOST, KEY, REGION, Stack
from traclearn_local.stores import neo4j, postgres, redis

WORKER_STOP_SECONDS = 125  # a worker drains for 120 s, as ECS's stopTimeout allows
PROVISIONED = (
    "contracts/topology.yaml",
    "contracts/openapi.yaml",
    "contracts/gateway",
    "contracts/events",
    "contracts/src/traclearn_contracts/gateway",
    "infra/local/emulator",
    "infra/local/src/traclearn_local/cloud/provision.py",
)


def foundations(stack: Stack, passwords: Mapping[str, str]) -> list[Program]:
    """What stands before anything is known of pools and schemas."""
    here = {"TRACLEARN_HOME": str(stack.home), "TRACLEARN_PORT_BASE": str(stack.base)}
    cache = redis.conf(stack)
    return [
        Program("postgres", tuple(postgres.command(stack)), stop_signal="INT", stop_seconds=30),
        Program("neo4j", tuple(neo4j.command(stack)), {"TRACLEARN_CONFIG": file(neo4j.conf(stack))}),
        Program("redis", ("redis-server", str(cache)), {"TRACLEARN_CONFIG": file(cache)}),
        Program(
            "localstack",
            (sys.executable, "-m", "traclearn_local.cloud.localstack"),
            {**here, "TRACLEARN_CODE": code(*PROVISIONED)},
        ),
        Program(
            "cognito",
            (str(stack.tool("ministack", "python")), str(EMULATORS / "cognito.py")),
            {**emulator(stack, passwords), "TRACLEARN_CODE": code("infra/local/emulator")},
        ),
    ]


def emulator(stack: Stack, passwords: Mapping[str, str]) -> dict[str, str]:
    return {
        "GATEWAY_PORT": str(stack.ports["cognito"]),
        "BIND_HOST": HOST,
        "MINISTACK_HOST": "localhost",
        "SERVICES": "cognito-idp",
        "PERSIST_STATE": "1",
        "STATE_DIR": str(stack.home / "cognito"),
        "IOT_MTLS_ENABLED": "0",  # else it opens an MQTT port on all addresses
        "LOG_LEVEL": "WARNING",
        "AUTH": "true",  # else it believes tokens that it did not sign
        "AWS_ACCESS_KEY_ID": KEY,
        "AWS_SECRET_ACCESS_KEY": passwords["aws"],
    }


@dataclass(frozen=True)
class Services:
    """The programs of the project itself, once passwords and pool are known."""

    stack: Stack
    passwords: Mapping[str, str]
    identity: Identity

    def programs(self) -> list[Program]:
        return [
            Program(
                "envoy",
                front_door.command(self.stack),
                {"TRACLEARN_CONFIG": file(front_door.config(self.stack))},
            ),
            *(self._worker(member) for member in roster.read()),
            self._trac("trac", self._gunicorn(), {"SCRIPT_NAME": "/trac"}),
            self._trac("trac-sync", self._sync(), {}),
        ]

    def _worker(self, member: Member) -> Program:
        name = member.name
        command = (str(Path(sys.executable).with_name(f"traclearn-{name}")),)
        environment = {
            "QUEUE_URL": self.stack.queue_url(name),
            "DLQ_URL": self.stack.queue_url(f"{name}-dlq"),
            "EVENT_BUS": "traclearn",
            "DATABASE_URL": postgres.url(
                self.stack, self.passwords, roster.identifier(name), "postgresql+asyncpg"
            ),
            "PORT": str(self.stack.ports[name]),
            "RECEIVE_WAIT": "5",  # not 20: a worker that stops waits for its poll to end
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ENDPOINT_URL": self.stack.http("aws"),
            "AWS_ACCESS_KEY_ID": KEY,
            "AWS_SECRET_ACCESS_KEY": "local",
            **member.settings,
            **{key: value for need in member.needs for key, value in self._given(need).items()},
            "TRACLEARN_CODE": code("contracts", "libs", f"services/{name}"),
            **extra(self.stack, name),
        }
        return Program(
            name, command, environment, directory=str(self.stack.run), stop_seconds=WORKER_STOP_SECONDS
        )

    def _given(self, need: Need) -> dict[str, str]:
        """The settings of one thing that a service needs of the platform."""
        match need:
            case "cache":
                return {"REDIS_URL": redis.url(self.stack, self.passwords)}
            case "graph":
                return {
                    "NEO4J_URI": neo4j.url(self.stack),
                    "NEO4J_USER": neo4j.USER,
                    "NEO4J_PASSWORD": self.passwords["neo4j"],
                }
            case "model":
                return {"EMBEDDING_MODEL_DIR": str(model.folder(self.stack.tools))}
            case "queue-counts":
                return {}  # the emulator lets everybody count
            case "bucket":
                return {"BUCKET": self.stack.bucket, "UPLOAD_URL": self.stack.bucket_url}
            case "sign-in":
                return {
                    "COGNITO_ISSUER": self.identity.issuer,
                    "COGNITO_JWKS_URL": self.identity.jwks(self.stack),
                    "COGNITO_CLIENT_ID": self.identity.web_client,
                    "COGNITO_MACHINE_CLIENT_ID": self.identity.machine_client,
                }

    def _trac(self, name: str, command: tuple[str, ...], settings: Mapping[str, str]) -> Program:
        environment = {
            "TRAC_ENV": str(self.stack.trac_env),
            "PYTHON_EGG_CACHE": str(self.stack.run / "eggs"),
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONWARNINGS": "ignore",  # each library says that Python 2.7 is old
            "TRACLEARN_CODE": code("trac/learning"),
            "TRACLEARN_CONFIG": file(self.stack.trac_env / "conf" / "trac.ini"),
            **settings,
            **extra(self.stack, name),
        }
        return Program(name, command, environment, directory=str(self.stack.trac_env), stop_seconds=40)

    def _gunicorn(self) -> tuple[str, ...]:
        options = ["--workers", "2", "--threads", "8", "--timeout", "60", "--graceful-timeout", "20"]
        address = f"{HOST}:{self.stack.ports['trac']}"
        program = str(self.stack.tool("trac", "gunicorn"))
        worker = ("--worker-class", "learning.server.Worker")
        return (program, "--bind", address, *worker, *options, "trac.web.main:dispatch_request")

    def _sync(self) -> tuple[str, ...]:
        return (str(self.stack.tool("trac", "trac-admin")), str(self.stack.trac_env), "learning", "sync")
