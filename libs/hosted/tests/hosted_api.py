"""An embeddings API on this machine that misbehaves on demand."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Api:
    """Answers each request with the next of `answers`, and well once they are used up.

    An answer is (status, headers, body) or a function of the request's JSON that gives one; `body` may be
    anything that JSON can say, bytes, or a list of bytes that come 0.1 s apart.
    """

    def __init__(self):
        self.answers, self.asked, self.keys = [], [], []
        api = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                length = int(self.headers["Content-Length"])
                asked = json.loads(self.rfile.read(length))
                api.asked.append(asked)
                api.keys.append(self.headers["Authorization"])
                answer = api.answers.pop(0) if api.answers else good
                self.reply(*(answer(asked) if callable(answer) else answer))

            def reply(self, status, headers, body):
                pieces = body if isinstance(body, list) else [body]
                pieces = [p if isinstance(p, bytes) else json.dumps(p).encode() for p in pieces]
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(sum(map(len, pieces))))
                self.end_headers()
                for piece in pieces:
                    self.wfile.write(piece)
                    self.wfile.flush()
                    if len(pieces) > 1:
                        time.sleep(0.1)

            def log_message(self, *_):
                """Quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.base = f"http://127.0.0.1:{self._server.server_port}/v1"

    def __enter__(self):
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def vector(text):
    """Not of length 1: [length of the text, 1, 0]."""
    return [float(len(text)), 1.0, 0.0]


def data(texts):
    return {"data": [{"index": n, "embedding": vector(text)} for n, text in enumerate(texts)]}


def good(asked):
    return 200, {}, data(asked["input"])


def shuffled(asked):
    return 200, {}, {"data": data(asked["input"])["data"][::-1]}
