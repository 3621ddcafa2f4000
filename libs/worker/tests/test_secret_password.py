"""The password of the database where Secrets Manager keeps it; a small HTTP server stands for that."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from traclearn_worker.postgres.secret_password import KEPT_S, SecretPassword
from traclearn_worker.testing import settings

SECRET = "traclearn-prod/grader-database"


@pytest.fixture
def secrets_manager(monkeypatch):
    """Its address, and its secret as a list of one, to be changed."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    password, asked = ["first"], []

    class SecretsManager(BaseHTTPRequestHandler):
        def do_POST(self):
            asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"])))["SecretId"])
            body = {"SecretString": json.dumps({"username": "grader", "password": password[0]})}
            self.send_response(200)
            self.send_header("Content-Type", "application/x-amz-json-1.1")
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        def log_message(self, *_):
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), SecretsManager)
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", password, asked
    server.shutdown()
    thread.join()
    server.server_close()


async def test_renewed_password_is_known_soon_and_a_filling_pool_asks_once(secrets_manager):
    address, password, asked = secrets_manager
    now = [0.0]
    read = SecretPassword(SECRET, settings(aws_endpoint_url=address), lambda: now[0])
    assert [await read(), await read()] == ["first", "first"]
    password[0] = "second"
    assert await read() == "first"
    now[0] = KEPT_S
    assert await read() == "second"
    assert asked == [SECRET, SECRET]
