"""What the service is told by its environment."""

from typing import Self

from pydantic import Field, model_validator
from traclearn_worker import WorkerSettings


class Settings(WorkerSettings):
    """The runtime's settings and the service's own. Times are seconds."""

    cognito_issuer: str
    cognito_jwks_url: str = ""
    cognito_client_id: str
    cognito_machine_client_id: str
    redis_url: str | None = None
    redis_cluster: bool = False
    delayed_after: float = Field(default=300, gt=0)
    sweep_every: float = Field(default=10, gt=0)

    @model_validator(mode="after")
    def _jwks_of_the_issuer(self) -> Self:
        if not self.cognito_jwks_url:
            url = f"{self.cognito_issuer}/.well-known/jwks.json"
            object.__setattr__(self, "cognito_jwks_url", url)
        return self
