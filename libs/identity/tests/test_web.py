"""The dependencies as a caller meets them."""

from typing import Annotated

import httpx
import pytest
from fastapi import Depends, FastAPI
from traclearn_identity import Guard, Identity, install


@pytest.fixture
async def client(verifier):
    app, guard = FastAPI(), Guard(verifier)
    install(app)

    @app.get("/me")
    async def me(who: Annotated[Identity, Depends(guard.learner)]):
        return {"learner": who.learner}

    @app.get("/feed")
    async def feed(who: Annotated[Identity, Depends(guard.scope("traclearn/feed"))]):
        return {"scopes": sorted(who.scopes)}

    @app.get("/material")
    async def material(who: Annotated[Identity, Depends(guard.group("authors"))]):
        return {"groups": sorted(who.groups)}

    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client:
        yield client


def bearer(token):
    return {"Authorization": f"Bearer {token}"}


async def test_request_with_a_good_token_names_the_learner(client, signer, pool):
    response = await client.get("/me", headers=bearer(signer.sign(pool.id_claims())))
    assert (response.status_code, response.json()) == (200, {"learner": "5f0c2a54"})


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Basic YTpi", "Bearer forged.token.here"])
async def test_request_without_a_good_token_is_401(client, header):
    response = await client.get("/me", headers={"Authorization": header} if header is not None else {})
    assert response.status_code == 401
    assert response.headers["www-authenticate"] == "Bearer"
    assert response.json()["message"]


async def test_identity_headers_count_for_nothing(client):
    response = await client.get("/me", headers={"x-traclearn-learner": "5f0c2a54"})
    assert response.status_code == 401


async def test_request_with_two_tokens_is_refused(client, signer, pool):
    token = signer.sign(pool.id_claims())
    headers = [("Authorization", f"Bearer {token}"), ("Authorization", f"Bearer {token}")]
    assert (await client.get("/me", headers=headers)).status_code == 401


async def test_a_scope_opens_the_feed_and_its_lack_is_403(client, signer, pool):
    assert (await client.get("/feed", headers=bearer(signer.sign(pool.access_claims())))).status_code == 200
    for scope in ("traclearn/relay", "traclearn/feeds", "", None):
        response = await client.get("/feed", headers=bearer(signer.sign(pool.access_claims(scope=scope))))
        assert response.status_code == 403
        assert "traclearn/feed" in response.json()["message"]


async def test_route_of_a_group_answers_its_members_alone(client, signer, pool):
    author = pool.id_claims(**{"cognito:groups": ["authors"]})
    assert (await client.get("/material", headers=bearer(signer.sign(author)))).status_code == 200
    for groups in (["operators"], ["author"], [], None):
        claims = pool.id_claims(**{"cognito:groups": groups})
        response = await client.get("/material", headers=bearer(signer.sign(claims)))
        assert response.status_code == 403
        assert "authors" in response.json()["message"]


async def test_request_while_keys_are_unavailable_is_503(client, signer, issuer, pool):
    issuer.down = httpx.ConnectError("down")
    response = await client.get("/me", headers=bearer(signer.sign(pool.id_claims())))
    assert response.status_code == 503
