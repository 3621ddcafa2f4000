"""ministack, which lets anybody do anything, with Cognito's own limits.

- A browser gets the hosted pages and nothing else; no other page reads what it answers.
- Without credentials one may sign in, renew, sign out and get the keys that tokens are checked with.
  Everything else has to be signed with the stack's own key (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY).

Run by ministack's own Python.
"""

import json
import os
import re
from urllib.parse import parse_qs

from ministack import app as emulator
from ministack.core.sigv4 import header_signature_failure, parse_header_signature, request_time_failure
from origin import Origins

PORT = int(os.environ["GATEWAY_PORT"])
KEY, SECRET = os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"]
HOSTED = frozenset({"/oauth2/authorize", "/logout"})
LOGIN = "/login"
PUBLIC = {("POST", LOGIN), ("POST", "/oauth2/token"), ("GET", "/_ministack/health")} | {
    ("GET", path) for path in HOSTED
}
KEYS = re.compile(r"/[\w-]+/\.well-known/(jwks\.json|openid-configuration)")
UNSIGNED = {
    f"AWSCognitoIdentityProviderService.{action}"
    for action in ("InitiateAuth", "GetUser", "RevokeToken", "GlobalSignOut")
}
BODY = 1_048_576
"""Bytes: what is signed is read whole before it is believed."""
ORIGINS = Origins(PORT, HOSTED, {("POST", LOGIN): f"http://localhost:{PORT}"})


def guard(app):
    async def guarded(scope, receive, send):
        if scope["type"] == "lifespan":
            return await app(scope, receive, send)
        if scope["type"] != "http":
            return await send({"type": "websocket.close"})
        headers = [
            (name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in scope["headers"]
        ]
        if said := ORIGINS.refusal(scope["method"], scope["path"], headers):
            return await refuse(send, said)
        if not is_public(scope, headers):
            body = await read_body(receive)
            if not is_signed(scope, dict(headers), body):
                return await refuse(send, 'Sign it with the stack\'s own key: set -a; eval "$(make -s env)"')
            receive = again(body, receive)
        return await app(scope, receive, without_cors(send))

    return guarded


def is_public(scope, headers):
    method, path = scope["method"], scope["path"]
    if (method, path) == ("POST", "/"):
        targets = [value for name, value in headers if name == "x-amz-target"]
        return len(targets) == 1 and targets[0] in UNSIGNED and not scope["query_string"]
    return (method, path) in PUBLIC or (method == "GET" and bool(KEYS.fullmatch(path)))


def is_signed(scope, headers, body):
    signature = parse_header_signature(headers)
    if isinstance(signature, tuple) or signature.access_key_id != KEY or signature.region_set is not None:
        return False
    query = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    path = scope["raw_path"].decode("latin-1")
    return not request_time_failure(signature) and not header_signature_failure(
        signature, SECRET, scope["method"], path, query, headers, body
    )


async def read_body(receive):
    """The whole body; nothing of one that is too large, so that its signature is wrong."""
    body = b""
    while (message := await receive())["type"] == "http.request":
        body += message.get("body", b"")
        if len(body) > BODY:
            return b""
        if not message.get("more_body"):
            break
    return body


def again(body, receive):
    """A `receive` that gives the body once more."""
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def next_message():
        return waiting.pop() if waiting else await receive()

    return next_message


def without_cors(send):
    async def only_ours(message):
        if message["type"] == "http.response.start":
            kept = [one for one in message["headers"] if not one[0].lower().startswith(b"access-control-")]
            message = {**message, "headers": kept}
        await send(message)

    return only_ours


async def refuse(send, said):
    body = json.dumps({"__type": "AccessDeniedException", "message": said}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": body})


if __name__ == "__main__":
    emulator.app = guard(emulator.app)
    emulator.main()
