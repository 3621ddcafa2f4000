"""What Terraform says of an environment: `terraform output -json deploy` of infra/terraform/envs/*."""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from traclearn_deploy.errors import SiteUnknown


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class BlueGreen(_Model):
    """CodeDeploy's application and group, which move the load balancer from blue to green. `container` is the
    one that the load balancer asks: it ends TLS in front of the program."""

    application: str
    group: str
    container: str


class Program(_Model):
    """One ECS service. With `blue_green` CodeDeploy replaces its tasks, else ECS rolls them itself."""

    service: str
    family: str
    container: str
    image: str
    port: int
    blue_green: BlueGreen | None = None


class Image(_Model):
    """A repository, and how its image is built from the project's root. `service` is the Dockerfile's build
    argument; null for Trac."""

    repository: str
    dockerfile: str
    service: str | None = None


class Migration(_Model):
    """The task that migrates one service's schema, in the order in which Terraform lists them."""

    family: str
    container: str
    image: str


class Network(_Model):
    """Where one-off tasks run."""

    subnets: tuple[str, ...]
    security_groups: tuple[str, ...]


class Site(_Model):
    """An environment as a release needs it."""

    environment: Literal["dev", "prod"]
    region: str
    cluster: str
    network: Network
    images: dict[str, Image]
    migrations: tuple[Migration, ...]
    programs: tuple[Program, ...]
    api_id: str
    stage: str
    api_variables: dict[str, str]
    """Of the rendering of contracts/openapi.yaml: see `traclearn_contracts.gateway`."""
    distribution_id: str
    database: str
    """Name of the instance of RDS."""
    url: str


def read_site(path: Path) -> Site:
    """Raises SiteUnknown."""
    try:
        return Site.model_validate_json(path.read_text())
    except FileNotFoundError:
        raise SiteUnknown(
            f"{path} is not there. Write it with: "
            f"terraform -chdir=infra/terraform/envs/dev output -json deploy > {path}"
        ) from None
    except ValidationError as error:
        raise SiteUnknown(f"{path} is not what Terraform's output `deploy` looks like:\n{error}") from None
