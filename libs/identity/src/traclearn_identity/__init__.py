"""Who is calling: Cognito tokens verified, for every service alike."""

from traclearn_identity.errors import IdentityError, InvalidToken, KeysUnavailable, MissingGroup, MissingScope
from traclearn_identity.identity import Identity
from traclearn_identity.keys import Keys, over_http
from traclearn_identity.settings import CognitoSettings, guard
from traclearn_identity.verifier import Verifier
from traclearn_identity.web import Guard, install

__all__ = [
    "CognitoSettings",
    "Guard",
    "Identity",
    "IdentityError",
    "InvalidToken",
    "Keys",
    "KeysUnavailable",
    "MissingGroup",
    "MissingScope",
    "Verifier",
    "guard",
    "install",
    "over_http",
]
