"""The services that run on their own: `contracts/roster.yaml` as frozen models."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from traclearn_contracts.files import CONTRACTS, read_yaml

Need = Literal["cache", "graph", "model", "bucket", "sign-in", "queue-counts"]


class Member(BaseModel):
    """One service. `port` is an offset from the stack's base."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    port: int = Field(ge=0)
    needs: tuple[Need, ...] = ()
    settings: Mapping[str, str] = {}


def read(path: Path = CONTRACTS / "roster.yaml") -> tuple[Member, ...]:
    """All services in the order of their migrations. Raises pydantic.ValidationError naming what is wrong."""
    services = read_yaml(path)["services"]
    return tuple(Member.model_validate({"name": name} | said) for name, said in services.items())


def names() -> tuple[str, ...]:
    """The names of all services."""
    return tuple(member.name for member in read())


def identifier(name: str) -> str:
    """A service's name where no hyphen can stand: its Python package, database role and schema, variables."""
    return name.replace("-", "_")


def identifiers() -> tuple[str, ...]:
    """Of all services, in the order of their names."""
    return tuple(map(identifier, names()))
