"""What is larger than any form of Trac is refused before it costs anything, however it is sent."""

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from traclearn_local.clients.browser_session import BrowserSession

pytestmark = pytest.mark.stack

TIMEOUT_S = 5
"""Seconds; it took 16 of them and blocked others as long."""
GROWTH = 120
"""MB that a process of Trac may grow by; it was 785, and stayed."""
FORM = "application/x-www-form-urlencoded"
PART = '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'
LARGE = {
    "fields": (FORM, b"a=1&" * 2_000_000),
    "few bytes, many fields": (FORM, b"a=1&" * 10_000),
    "one field": (FORM, b"text=" + b"x" * 8_000_000),
    "parts": ("multipart/form-data; boundary=b", PART.encode() * 100_000 + b"--b--"),
    "a part's header": (
        "multipart/form-data; boundary=b",
        b"--b\r\nContent-Disposition: form-data" + b";" * 3_000_000,
    ),
    "line breaks": (
        "multipart/form-data; boundary=b",
        PART.encode().replace(b'"a"', b'"a"; filename="a"') + b"\n" * 15_000_000,
    ),
    "a file": (
        "multipart/form-data; boundary=b",
        PART.encode().replace(b'"a"', b'"a"; filename="a"') + b"x" * 15_000_000 + b"\r\n--b--",
    ),
    "beyond the server's own limit": (FORM, b"a=" + b"x" * 40_000_000),
}
PATHS = {"stranger": "/trac/login/refresh?next=/trac", "learner": "/trac/wiki/WikiStart"}


def processes(stack) -> dict[str, float]:
    """MB of memory of each of Trac's processes."""
    parent = stack.pid("trac")
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return {child: resident(Path(f"/proc/{child}/status").read_text()) for child in children}


def resident(status: str) -> float:
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def pieces(body: bytes) -> Iterator[bytes]:
    for start in range(0, len(body), 65536):
        yield body[start : start + 65536]


@pytest.fixture(params=["front", "trac"])
def port(request, stack) -> int:
    return int(stack.stack.ports[request.param])


def post(port: int, path: str, kind: str, content, **headers: str) -> httpx.Response:
    return httpx.post(
        f"http://localhost:{port}{path}",
        content=content,
        headers={"Content-Type": kind, **headers},
        timeout=60,
    )


@pytest.mark.parametrize(
    ("large", "who"),
    [*((large, "stranger") for large in LARGE), ("fields", "learner"), ("one field", "learner")],
)
def test_large_request_is_refused_at_once_and_costs_no_memory(stack, port, large, who):
    kind, body = LARGE[large]
    headers = {}
    if who == "learner":
        with BrowserSession(stack.env, stack.env["DEMO_LEARNER"]) as learner:
            headers = {"Authorization": f"Bearer {learner.token}"}
    before = processes(stack)
    replies = []
    senders = [
        threading.Thread(target=lambda: replies.append(post(port, PATHS[who], kind, body, **headers)))
        for _ in range(4)
    ]
    began = time.monotonic()
    for sender in senders:
        sender.start()
    other = httpx.get(f"http://localhost:{port}/trac/login/refresh", timeout=60)
    waited = time.monotonic() - began
    for sender in senders:
        sender.join()
    assert other.status_code < 500
    assert waited < TIMEOUT_S
    assert time.monotonic() - began < 2 * TIMEOUT_S
    assert [reply.status_code for reply in replies] == [400 if large == "a part's header" else 413] * 4
    assert all(len(reply.content) < 100_000 for reply in replies)
    assert large == "a part's header" or all("Nothing was saved" in reply.text for reply in replies)
    after = processes(stack)
    assert after.keys() == before.keys(), "a process died"
    assert all(after[pid] - before[pid] < GROWTH for pid in after), (before, after)


def test_a_body_without_a_length_is_refused_as_well(stack, port):
    before = processes(stack)
    try:
        reply = post(port, PATHS["stranger"], FORM, pieces(b"a=" + b"x" * 40_000_000))
        assert reply.status_code in {411, 413}
    except httpx.WriteError:
        assert port == stack.stack.ports["trac"], "it cuts off who sends chunks; the front door answers"
    after = processes(stack)
    assert all(after[pid] - before[pid] < GROWTH for pid in after), (before, after)


def test_a_small_body_without_a_length_passes_the_front_door(stack):
    reply = post(stack.stack.ports["front"], PATHS["stranger"], FORM, pieces(b"text=kept"))
    assert reply.status_code == 401
    assert "kept" in reply.text


def test_a_length_that_lies_passes_no_limit(port):
    for length in ("+8000000", "-1", "8e6"):
        head = f"POST {PATHS['stranger']} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {FORM}\r\n"
        with socket.create_connection(("127.0.0.1", port), 10) as client:
            client.sendall(f"{head}Content-Length: {length}\r\n\r\n{'a=1&' * 2000}".encode())
            assert client.recv(1000).split()[1] == b"400", length


def test_json_that_is_nested_deeply_is_refused_in_words(stack):
    with BrowserSession(stack.env, stack.env["DEMO_AUTHOR"]) as author:
        for body in (b"[" * 100_000, b'{"a":' * 50_000, b"1" * 400_000):
            token = author.http.cookies["trac_form_token"]
            headers = {"Content-Type": "application/json", "X-CSRF-Token": token}
            reply = author.http.post("/trac/learning/material/grant", content=body, headers=headers)
            assert reply.status_code == 400
            assert "JSON" in reply.json()["message"]


def test_what_people_send_today_passes(stack):
    """The largest file of this Trac, and a large page: as code, so that it takes no time to show."""
    name, file = f"Large{uuid4().hex[:8]}", bytes(range(256)) * 40_960
    text = "{{{\n" + "\U0001f600" * 100_000 + "\n}}}"
    with BrowserSession(stack.env, stack.env["DEMO_AUTHOR"]) as author:
        token = {"__FORM_TOKEN": author.http.cookies["trac_form_token"]}
        page = {"action": "edit", "version": "0", "text": text, "comment": "", "save": "1", **token}
        assert author.http.post(f"/trac/wiki/{name}", data=page).status_code == 303
        form = {"action": "new", "realm": "wiki", "id": name, "description": "", **token}
        files = {"attachment": ("large.bin", file)}
        assert author.http.post(f"/trac/attachment/wiki/{name}/", data=form, files=files).status_code == 303
        assert author.http.get(f"/trac/raw-attachment/wiki/{name}/large.bin").content == file
        saved = stack.sql("SELECT text FROM public.wiki WHERE name = %s", name)
        assert saved[0]["text"] == text
