"""Good tokens pass; every way of bending one is refused."""

import hashlib
import hmac
import time
from base64 import urlsafe_b64encode

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from traclearn_identity import Identity, InvalidToken


async def test_an_id_token_says_who_the_learner_is(verifier, signer, pool):
    identity = await verifier.learner(signer.sign(pool.id_claims()))
    assert identity == Identity("5f0c2a54", "learner@demo.test", frozenset({"authors"}))


async def test_token_without_groups_or_verified_email_gives_a_bare_identity(verifier, signer, pool):
    claims = pool.id_claims(**{"cognito:groups": None, "email_verified": False})
    assert await verifier.learner(signer.sign(claims)) == Identity("5f0c2a54")


async def test_a_machine_token_gives_scopes_and_no_groups(verifier, signer, pool):
    token = signer.sign(pool.access_claims(**{"cognito:groups": ["authors"]}))
    identity = await verifier.machine(token)
    assert identity.scopes == {"traclearn/relay", "traclearn/feed"}
    assert not identity.groups


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"exp": int(time.time()) - 60}, id="expired"),
        pytest.param({"exp": None}, id="no exp"),
        pytest.param({"exp": "soon"}, id="exp is text"),
        pytest.param({"iss": "https://issuer.example/another"}, id="wrong issuer"),
        pytest.param({"iss": None}, id="no issuer"),
        pytest.param({"aud": "another-client"}, id="wrong audience"),
        pytest.param({"aud": None}, id="no audience"),
        pytest.param({"token_use": "access"}, id="wrong use"),
        pytest.param({"token_use": None}, id="no use"),
        pytest.param({"sub": None}, id="no sub"),
        pytest.param({"sub": ""}, id="empty sub"),
        pytest.param({"sub": 7}, id="sub is a number"),
        pytest.param({"nbf": int(time.time()) + 86_400}, id="not yet"),
    ],
)
async def test_id_token_with_a_wrong_claim_is_refused(verifier, signer, changes, pool):
    with pytest.raises(InvalidToken):
        await verifier.learner(signer.sign(pool.id_claims(**changes)))


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"client_id": "web-client"}, id="the web client's"),
        pytest.param({"client_id": None}, id="no client"),
        pytest.param({"token_use": "id"}, id="id token"),
        pytest.param({"exp": int(time.time()) - 60}, id="expired"),
        pytest.param({"exp": None}, id="no exp"),
        pytest.param({"iss": "https://issuer.example/another"}, id="wrong issuer"),
    ],
)
async def test_machine_token_with_a_wrong_claim_is_refused(verifier, signer, changes, pool):
    with pytest.raises(InvalidToken):
        await verifier.machine(signer.sign(pool.access_claims(**changes)))


async def test_an_access_token_is_no_id_token_and_the_other_way_round(verifier, signer, pool):
    with pytest.raises(InvalidToken):
        await verifier.learner(signer.sign(pool.access_claims()))
    with pytest.raises(InvalidToken):
        await verifier.machine(signer.sign(pool.id_claims()))


async def test_token_of_a_foreign_key_under_the_same_kid_is_refused(verifier, signer, pool):
    forger = pool.forger(signer.kid)
    with pytest.raises(InvalidToken):
        await verifier.learner(forger.sign(pool.id_claims()))


async def test_token_that_brings_its_own_key_is_refused(verifier, signer, pool):
    forger = pool.forger(signer.kid)
    with pytest.raises(InvalidToken):
        await verifier.learner(forger.sign(pool.id_claims(), jwk=forger.jwk()))


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE"])
async def test_token_with_algorithm_none_is_refused(verifier, signer, algorithm, pool):
    header = pool.encoded({"alg": algorithm, "typ": "JWT", "kid": signer.kid})
    with pytest.raises(InvalidToken):
        await verifier.learner(f"{header}.{pool.encoded(pool.id_claims())}.")


@pytest.mark.parametrize("said", ["HS256", "RS256"])
async def test_token_signed_by_hs256_with_the_public_key_is_refused(verifier, signer, said, pool):
    public = signer.private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    signed = (
        f"{pool.encoded({'alg': said, 'typ': 'JWT', 'kid': signer.kid})}.{pool.encoded(pool.id_claims())}"
    )
    signature = urlsafe_b64encode(hmac.new(public, signed.encode(), hashlib.sha256).digest()).rstrip(b"=")
    with pytest.raises(InvalidToken):
        await verifier.learner(f"{signed}.{signature.decode()}")


async def test_token_with_a_tampered_payload_is_refused(verifier, signer, pool):
    header, _, signature = signer.sign(pool.id_claims()).split(".")
    with pytest.raises(InvalidToken):
        await verifier.learner(f"{header}.{pool.encoded(pool.id_claims(sub='somebody-else'))}.{signature}")


@pytest.mark.parametrize("token", ["", "a.b.c", "....", "no token", "x" * 20_000, "ü.ü.ü"])
async def test_text_that_is_no_token_is_refused_without_a_read(verifier, issuer, token):
    with pytest.raises(InvalidToken):
        await verifier.learner(token)
    assert issuer.reads == 0


async def test_token_without_kid_is_refused(verifier, signer, pool):
    _, payload, signature = signer.sign(pool.id_claims()).split(".")
    with pytest.raises(InvalidToken):
        await verifier.learner(f"{pool.encoded({'alg': 'RS256'})}.{payload}.{signature}")
