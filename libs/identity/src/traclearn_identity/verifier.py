"""Checks a Cognito token: the services do it themselves, whatever the front door has checked before."""

from collections.abc import Mapping
from typing import Any

import jwt
from jwt.exceptions import ExpiredSignatureError, PyJWTError

from traclearn_identity.errors import InvalidToken
from traclearn_identity.identity import Identity
from traclearn_identity.keys import Keys

ALGORITHM = "RS256"
"""The only one that Cognito signs with. Taking it from the token would let `none` and HS256 in."""
LEEWAY = 10
"""Seconds by which clocks may differ."""
MAX_TOKEN_CHARS = 16_384
"""Characters; Cognito's tokens have about 1,200."""


class Verifier:
    """Tokens of one user pool: id tokens of the web client, access tokens of the machine client."""

    def __init__(self, *, issuer: str, client_id: str, machine_client_id: str, keys: Keys) -> None:
        self._issuer = issuer
        self._client_id = client_id
        self._machine_client_id = machine_client_id
        self._keys = keys

    async def learner(self, token: str) -> Identity:
        """Who holds this id token. Raises InvalidToken, KeysUnavailable."""
        claims = await self._claims(token, use="id", audience=self._client_id)
        return Identity(
            learner=_text(claims, "sub"),
            email=_text(claims, "email") if _verified(claims) else None,
            groups=_groups(claims),
        )

    async def machine(self, token: str) -> Identity:
        """What this access token of the machine client allows. Raises InvalidToken, KeysUnavailable."""
        claims = await self._claims(token, use="access", audience=None)
        if claims.get("client_id") != self._machine_client_id:
            raise InvalidToken("The token was given to another client. Use the machine client's.")
        scope = claims.get("scope")
        return Identity(
            learner=_text(claims, "sub"), scopes=frozenset(scope.split() if isinstance(scope, str) else ())
        )

    async def _claims(self, token: str, *, use: str, audience: str | None) -> Mapping[str, Any]:
        key = await self._keys.key(_kid(token))
        try:
            claims: Mapping[str, Any] = jwt.decode(
                token,
                key,
                algorithms=[ALGORITHM],
                issuer=self._issuer,
                audience=audience,
                leeway=LEEWAY,
                options={
                    "require": ["exp", "iss", "sub"] + (["aud"] if audience else []),
                    "verify_aud": audience is not None,
                },
            )
        except ExpiredSignatureError as error:
            raise InvalidToken("The token has expired. Sign in again.") from error
        except (PyJWTError, ValueError, TypeError) as error:
            raise InvalidToken("The token is not valid here. Sign in again.") from error
        if claims.get("token_use") != use:
            raise InvalidToken(f"This needs an {use} token. Sign in again.")
        return claims


def _kid(token: str) -> str:
    if len(token) > MAX_TOKEN_CHARS:
        raise InvalidToken("The token is too long to be one of this sign-in service. Sign in again.")
    try:
        header = jwt.get_unverified_header(token)
    except (PyJWTError, ValueError, TypeError) as error:
        raise InvalidToken("The token cannot be read. Sign in again.") from error
    kid = header.get("kid")
    if header.get("alg") != ALGORITHM or not isinstance(kid, str):
        raise InvalidToken("The token is not signed as this sign-in service signs. Sign in again.")
    return kid


def _text(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name)
    if not isinstance(value, str) or not value:
        raise InvalidToken(f"The token says no {name}. Sign in again.")
    return value


def _groups(claims: Mapping[str, Any]) -> frozenset[str]:
    groups = claims.get("cognito:groups")
    return frozenset(filter(lambda name: isinstance(name, str), groups if isinstance(groups, list) else ()))


def _verified(claims: Mapping[str, Any]) -> bool:
    # Cognito writes the claim as a boolean, or as text when an attribute mapping set it.
    return claims.get("email_verified") in (True, "true") and bool(claims.get("email"))
