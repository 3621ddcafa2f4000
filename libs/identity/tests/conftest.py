"""A pool of our own: RSA keys, a JWKS that can be broken, tokens that can be bent."""

import base64
import json
import time

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from jwt.algorithms import RSAAlgorithm
from traclearn_identity import Keys, Verifier

ISSUER = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_test"
WEB, MACHINE = "web-client", "machine-client"


class Signer:
    """One RSA key and what the issuer publishes of it."""

    def __init__(self, kid):
        self.kid = kid
        self.private = generate_private_key(public_exponent=65537, key_size=2048)

    def jwk(self, **changes):
        jwk = RSAAlgorithm.to_jwk(self.private.public_key(), as_dict=True)
        return jwk | {"kid": self.kid, "use": "sig", "alg": "RS256"} | changes

    def sign(self, claims, **headers):
        return jwt.encode(claims, self.private, algorithm="RS256", headers={"kid": self.kid} | headers)


class Issuer:
    """Serves the JWKS of its signers; `down` makes the endpoint fail."""

    def __init__(self, *signers):
        self.signers, self.extra, self.down, self.reads = list(signers), [], None, 0

    async def fetch(self):
        self.reads += 1
        if self.down:
            raise self.down
        return {"keys": [*self.extra, *(signer.jwk() for signer in self.signers)]}


class Clock:
    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


def id_claims(**changes):
    claims = {
        "sub": "5f0c2a54",
        "iss": ISSUER,
        "aud": WEB,
        "token_use": "id",
        "iat": int(time.time()),
        "exp": int(time.time()) + 3600,
        "email": "learner@demo.test",
        "email_verified": True,
        "cognito:groups": ["authors"],
    } | changes
    return {name: value for name, value in claims.items() if value is not None}


def access_claims(**changes):
    claims = {
        "token_use": "access",
        "aud": None,
        "sub": MACHINE,
        "client_id": MACHINE,
        "scope": "traclearn/relay traclearn/feed",
        "email": None,
        "email_verified": None,
        "cognito:groups": None,
    }
    return id_claims(**claims | changes)


def encoded(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


class Pool:
    """What tests make tokens with (test modules cannot import a conftest)."""

    id_claims, access_claims, encoded, forger = map(staticmethod, (id_claims, access_claims, encoded, Signer))


@pytest.fixture
def pool():
    return Pool


@pytest.fixture(scope="session")
def signer():
    return Signer("key-1")


@pytest.fixture(scope="session")
def other():
    return Signer("key-2")


@pytest.fixture
def issuer(signer):
    return Issuer(signer)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def keys(issuer, clock):
    return Keys(issuer.fetch, clock)


@pytest.fixture
def verifier(keys):
    return Verifier(issuer=ISSUER, client_id=WEB, machine_client_id=MACHINE, keys=keys)
