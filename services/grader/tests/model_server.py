"""A server on this machine that speaks both providers' formats, and faults."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from grader.adapters.language_models import Account, ModelChoice, open_grader
from pydantic import SecretStr

OPENAI, ANTHROPIC = "/v1/chat/completions", "/v1/messages"
MODELS = {"openai": "gpt-5-mini", "anthropic": "claude-haiku-4-5"}


def verdicts(document, verdict="yes", **said):
    """What an obedient model says: each point met, by the first words of the answer."""
    quote = " ".join(document["answer"].split()[:3])
    return [
        {"id": point["id"], "verdict": verdict, "quote": quote, "reason": ""} | said
        for point in document["points"]
    ]


def openai_reply(text, finish="stop", refusal=None):
    message = {"role": "assistant", "content": text, "refusal": refusal}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "gpt-5-mini-2025-08-07",
        "choices": [{"index": 0, "message": message, "finish_reason": finish, "logprobs": None}],
        "usage": {"prompt_tokens": 400, "completion_tokens": 90, "total_tokens": 490},
    }


def anthropic_reply(text, stop="end_turn"):
    return {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": "claude-haiku-4-5-20251001",
        "content": [{"type": "text", "text": text}] if text else [],
        "stop_reason": stop,
        "stop_sequence": None,
        "usage": {"input_tokens": 420, "output_tokens": 80},
    }


class ModelServer:
    """Answers each request with the next of `script`, and obediently once that is used up.

    A step of the script is a status with headers, seconds to wait, bytes, None (hangs up), or a function of
    the document asked about that gives the verdicts.
    """

    def __init__(self):
        self.script, self.asked, self.headers = [], [], []
        self.under_way = self.most_under_way = 0
        self._lock = threading.Lock()
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                with server._lock:
                    server.asked.append(body)
                    server.headers.append(dict(self.headers))
                    server.under_way += 1
                    server.most_under_way = max(server.most_under_way, server.under_way)
                    step = server.script.pop(0) if server.script else verdicts
                try:
                    self.take(step, body)
                finally:
                    with server._lock:
                        server.under_way -= 1

            def take(self, step, body):
                if step is None:
                    self.close_connection = True
                elif isinstance(step, tuple) and isinstance(step[0], int):
                    self.send(step[0], {"error": {"message": "no", "type": "t", "code": "c"}}, step[1])
                elif isinstance(step, float):
                    time.sleep(step)
                    self.take(verdicts, body)
                elif callable(step):
                    self.send(200, server.reply(self.path, json.dumps({"points": step(document_of(body))})))
                else:
                    self.send(200, step if isinstance(step, bytes) else server.reply(self.path, *step))

            def send(self, status, body, headers=()):
                sent = body if isinstance(body, bytes) else json.dumps(body).encode()
                self.send_response(status)
                for name, value in dict(headers).items():
                    self.send_header(name, value)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(sent)))
                self.end_headers()
                self.wfile.write(sent)

            def log_message(self, *_):
                """Quiet."""

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._http.server_port}"

    def reply(self, path, text, *ending):
        return openai_reply(text, *ending) if path == OPENAI else anthropic_reply(text, *ending)

    def __enter__(self):
        threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_):
        self._http.shutdown()
        self._http.server_close()


def document_of(body):
    return json.loads(body["messages"][-1]["content"])


def open_model(provider, address, **options):
    base = f"{address}/v1" if provider == "openai" else address
    choice = ModelChoice(provider, MODELS[provider])
    return open_grader(choice, Account(SecretStr("key"), base, **{"timeout": 1.0, **options}))
