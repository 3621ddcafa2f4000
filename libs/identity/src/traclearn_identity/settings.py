"""What a service that checks tokens is told by its environment."""

from typing import Self

from pydantic import model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from traclearn_identity.keys import Keys, over_http
from traclearn_identity.verifier import Verifier
from traclearn_identity.web import Guard


class CognitoSettings(BaseSettings):
    """A service's own settings inherit from it."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore")

    cognito_issuer: str
    cognito_jwks_url: str = ""
    cognito_client_id: str
    cognito_machine_client_id: str

    @model_validator(mode="after")
    def _keys_of_the_issuer(self) -> Self:
        if not self.cognito_jwks_url:
            url = f"{self.cognito_issuer}/.well-known/jwks.json"
            object.__setattr__(self, "cognito_jwks_url", url)
        return self


def guard(settings: CognitoSettings) -> Guard:
    """Of a service's routes; reads the issuer's keys with the first token."""
    return Guard(
        Verifier(
            issuer=settings.cognito_issuer,
            client_id=settings.cognito_client_id,
            machine_client_id=settings.cognito_machine_client_id,
            keys=Keys(over_http(settings.cognito_jwks_url)),
        )
    )
