"""What a web page of somebody else may send, as raw requests and as a real page in a real browser."""

import shutil
import subprocess
import threading
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

BLIND = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "empty"}
FRAME = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"}
FROM_A_PAGE = [
    {"Origin": "http://elsewhere.test"},
    {"Origin": "null"},
    {"Origin": "http://localhost:1"},
    BLIND,
    {**BLIND, "Sec-Fetch-Site": "same-site"},
    FRAME,
]
"""Headers of a browser."""

ATTACK = """<!doctype html><body><script>
const wait = Object.entries(%s).map(([name, [url, options]]) => fetch(url, options).then(
  reply => reply.text().then(text => name + (reply.type === "opaque" ? " sent" : " READ " + reply.status)),
  error => name + " refused"));
Promise.all(wait).then(lines => { document.body.textContent = "DONE " + lines.join(", ") });
</script>"""
"""Takes JSON: by name, the arguments of `fetch`."""


def refused(reply):
    """Whether the page got nothing, and no browser would let it read that."""
    return reply.status_code == 403 and not any(name.startswith("access-control-") for name in reply.headers)


def show(page, folder):
    """Opens the page in Chromium, on a port of its own: the text that it ends with."""
    (folder / "index.html").write_text(page)
    with served(folder) as address:
        browser = [
            shutil.which("chromium") or "/usr/bin/chromium",
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
        ]
        options = [f"--user-data-dir={folder}/profile", "--virtual-time-budget=20000", "--dump-dom"]
        done = subprocess.run(
            [*browser, *options, address], capture_output=True, text=True, timeout=120, check=True
        )
    return done.stdout


@contextmanager
def served(folder):
    quiet = type("Quiet", (SimpleHTTPRequestHandler,), {"log_message": lambda *_: None})
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(quiet, directory=folder)) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()
