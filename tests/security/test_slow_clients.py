"""Whoever sends slowly holds nobody up, at the front door and at Trac's own port."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import httpx
import pytest

pytestmark = pytest.mark.stack

SLOW = 40
"""More than the 16 threads of Trac's processes."""
TIMEOUT_S = 5
"""Seconds that others may wait; it was more than 25, until the slow ones closed."""
FORM = (
    "POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    "Content-Length: 100000\r\n\r\na="
)
CHUNKS = (
    "POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=b\r\n"
    "Transfer-Encoding: chunked\r\n\r\n4\r\n--b\r\n"
)
ATTACKS = {
    "a form to renew": (FORM, "/trac/login/refresh"),
    "an answer": (FORM, "/trac/learning/answer/1"),
    "a page": (FORM, "/trac/wiki/WikiStart"),
    "chunks": (CHUNKS, "/trac/login/refresh"),
    "a header": ("GET {path} HTTP/1.1\r\nHost: loc", "/trac/wiki"),
}


@contextmanager
def slow(port: int, data: str) -> Iterator[list[socket.socket]]:
    """Clients that sent this much and go on by a byte when told to."""
    with ExitStack() as opened:
        clients = []
        for _ in range(SLOW):
            client = opened.enter_context(socket.create_connection(("127.0.0.1", port), 10))
            client.sendall(data.encode())
            clients.append(client)
        time.sleep(1)  # the server has them all
        yield clients


def drip(clients: list[socket.socket]) -> None:
    for client in clients:
        try:
            client.sendall(b"a")
        except OSError:  # refused already: all the better
            continue


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("door", ["front", "trac"])
def test_page_beside_slow_clients_answers_at_once(stack, door, attack):
    template, path = ATTACKS[attack]
    port = stack.stack.ports[door]
    with slow(port, template.format(path=path)) as clients:
        for _ in range(3):
            began = time.monotonic()
            reply = httpx.get(f"http://localhost:{port}/trac/login/refresh", timeout=30)
            assert reply.status_code < 500
            assert time.monotonic() - began < TIMEOUT_S
            drip(clients)
