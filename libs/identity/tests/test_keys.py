"""Keys are read seldom, known ones outlive the endpoint, and rotation is noticed."""

import asyncio

import httpx
import pytest
from traclearn_identity import InvalidToken, Keys, KeysUnavailable, over_http
from traclearn_identity.keys import MAX_AGE, THROTTLE

DOWN = httpx.ConnectError("down")


async def test_a_known_key_is_read_once(keys, issuer):
    for _ in range(5):
        await keys.key("key-1")
    assert issuer.reads == 1


async def test_twenty_lookups_at_once_read_the_issuer_once(keys, issuer):
    await asyncio.gather(*(keys.key("key-1") for _ in range(20)))
    assert issuer.reads == 1


async def test_made_up_kids_do_not_flood_the_issuer(keys, issuer, clock):
    for number in range(50):
        with pytest.raises(InvalidToken):
            await keys.key(f"made-up-{number}")
    assert issuer.reads == 1
    clock.now += THROTTLE
    with pytest.raises(InvalidToken):
        await keys.key("made-up")
    assert issuer.reads == 2


async def test_the_throttle_is_set_before_the_attempt(keys, issuer):
    issuer.down = DOWN
    for _ in range(50):
        with pytest.raises(KeysUnavailable):
            await keys.key("key-1")
    assert issuer.reads == 1


async def test_cancelled_read_counts_for_the_throttle(clock):
    reads = []

    async def hang():
        reads.append(1)
        await asyncio.sleep(3600)

    keys = Keys(hang, clock)
    for _ in range(2):
        with pytest.raises((TimeoutError, KeysUnavailable)):
            await asyncio.wait_for(keys.key("key-1"), 0.01)
    assert len(reads) == 1


@pytest.mark.parametrize(
    "fault", [DOWN, httpx.ReadTimeout("slow"), ValueError("no JSON"), KeyError("keys"), TypeError("a list")]
)
async def test_known_keys_work_while_the_endpoint_is_down(keys, issuer, clock, fault):
    known = await keys.key("key-1")
    issuer.down = fault
    clock.now += MAX_AGE
    assert await keys.key("key-1") is known
    assert issuer.reads == 2
    with pytest.raises(KeysUnavailable):
        await keys.key("key-2")


async def test_key_is_read_after_the_throttle_once_the_issuer_is_back(keys, issuer, clock):
    issuer.down = DOWN
    with pytest.raises(KeysUnavailable):
        await keys.key("key-1")
    issuer.down = None
    clock.now += THROTTLE
    assert await keys.key("key-1")


async def test_new_key_of_a_rotation_is_found_after_the_throttle(keys, issuer, other, clock):
    await keys.key("key-1")
    issuer.signers.append(other)
    clock.now += THROTTLE
    new = await keys.key("key-2")
    assert new.public_numbers() == other.private.public_key().public_numbers()
    assert issuer.reads == 2


async def test_a_withdrawn_key_stops_working(keys, issuer, other, clock):
    await keys.key("key-1")
    issuer.signers[:] = [other]
    clock.now += MAX_AGE
    with pytest.raises(InvalidToken):
        await keys.key("key-1")


async def test_a_key_that_cannot_be_used_hides_no_other(keys, issuer, signer):
    issuer.extra = [
        {"kty": "RSA", "kid": "broken", "n": "!", "e": "AQAB"},
        {"kty": "oct", "kid": "secret", "k": "c2VjcmV0"},
        {"kid": "empty"},
        signer.jwk(kid="for-encryption", use="enc"),
    ]
    assert await keys.key("key-1")
    for kid in ("broken", "secret", "empty", "for-encryption"):
        with pytest.raises(InvalidToken):
            await keys.key(kid)


async def test_keys_over_http_are_parsed_and_errors_raised(signer):
    async def serve(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 11\r\nConnection: close\r\n\r\n" + b'{"keys":[]}')
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        assert await over_http(f"http://127.0.0.1:{port}/jwks.json")() == {"keys": []}
