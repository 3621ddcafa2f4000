"""What the indexer leans on goes away and comes back; another embedding model takes over."""

import json
import os
import signal
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from traclearn_embedding import MiniLM
from traclearn_local.install import model

from .author import handbook

pytestmark = [pytest.mark.stack, pytest.mark.timeout(400)]

TEXT = handbook("Rows lie in pages, and a page is read as a whole.", "A walrus sleeps on the ice of the bay.")
PHASES = "SELECT count(*) > 0 FROM learning.changes WHERE document = %s AND content->>'state' = %s"
SPENT = "SELECT coalesce(sum(tokens), 0) > 0 FROM indexer.spending WHERE model = 'borrowed'"


def test_a_graph_that_is_away_is_waited_for_and_said(stack, author, name):
    text = handbook("Who waits in a queue is served in turn.")
    grant = author.grant(name("patient.md"), len(text))
    stack.supervisor("neo4j", "stop")
    try:
        author.post(grant, text)
        stack.until(PHASES, True, grant["document"], "waiting", seconds=60)
        assert author.http.get(f"/api/v1/content/{grant['document']}").status_code == 503
    finally:
        stack.supervisor("neo4j", "start")
    author.wait(grant["document"], 1, seconds=180)


def test_the_process_that_embeds_is_killed_and_its_document_goes_on(stack, author, live_corpus, name):
    lines = [f"Line {number} of the long book tells of harbour {number * 7}." for number in range(400)]
    worker = stack.pid("indexer")
    document, revision = author.add(name("long.md"), handbook(*lines))
    author.wait(document, revision, "embedding")
    os.kill(embedder_of(worker), signal.SIGKILL)
    found = author.wait(document, revision, seconds=120)
    assert len(found["chunks"]) == len(lines)
    assert live_corpus.faults(document) == {}
    assert stack.pid("indexer") == worker


def embedder_of(worker):
    """The worker's child that embeds; any thread may have started it."""
    lists = Path(f"/proc/{worker}/task").glob("*/children")
    children = {pid: Path(f"/proc/{pid}/cmdline") for each in lists for pid in each.read_text().split()}
    (embedder,) = (pid for pid, command in children.items() if b"traclearn_embedding" in command.read_bytes())
    return int(embedder)


class Provider(BaseHTTPRequestHandler):
    """An OpenAI-compatible `/embeddings` with the small model behind it."""

    embedder = None

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        vectors = self.embedder.embed(asked["input"])
        data = [{"index": n, "embedding": row[::-1].tolist()} for n, row in enumerate(vectors)]
        body = json.dumps({"data": data, "model": asked["model"], "usage": {"total_tokens": 7}}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def provider(stack):
    Provider.embedder = MiniLM.load(model.folder(stack.stack.tools))
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_another_model_embeds_beside_the_old_one_and_takes_over(stack, author, live_corpus, name, provider):
    """The borrowed model's vectors are those of the small one turned round: never to be mixed with them."""
    before = author.ready(name("walrus.md"), TEXT)
    borrowed = {
        "EMBEDDER": "openai", "EMBEDDING_URL": provider, "EMBEDDING_API_KEY": "test",
        "EMBEDDING_MODEL": "borrowed", "EMBEDDING_DIMENSION": "384",
    }  # fmt: skip
    stack.give("indexer", borrowed)
    try:
        until_model(live_corpus, "borrowed")
        assert ids(author.get(before["document"])) == ids(before)
        hits = author.search("Where does the walrus sleep?")
        assert hits[0]["document"] == before["document"]
        assert author.ready(name("second.md"), handbook("A heron stands in the reeds."))["state"] == "ready"
        stack.until(SPENT, True)
    finally:
        stack.give("indexer", {})
    until_model(live_corpus, MiniLM.model_id)
    assert author.search("Where does the walrus sleep?")[0]["document"] == before["document"]
    stale = "MATCH (c:Chunk) WHERE any(key IN keys(c) WHERE key CONTAINS 'borrowed') RETURN count(c) AS left"
    assert live_corpus.ask(stale) == [{"left": 0}]


def ids(document):
    return [chunk["id"] for chunk in document["chunks"]]


def until_model(live_corpus, wanted, seconds=120):
    deadline = time.monotonic() + seconds
    while True:
        rows = live_corpus.ask("MATCH (c:Corpus) RETURN c.model AS model")
        if rows == [{"model": wanted}]:
            return
        assert time.monotonic() < deadline, rows
        time.sleep(0.5)
