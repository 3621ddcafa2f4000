"""kill -9 at each step of a cut-over: readers see the old revision or the new one; the work is done once."""

import threading
import time
from contextlib import contextmanager

import pytest

from .author import handbook

pytestmark = [pytest.mark.stack, pytest.mark.chaos, pytest.mark.timeout(900)]

STEPS = ("claimed", "staged", "vectors_put", "embedded", "cut_over", "committed", "relayed", "acked")
OLD = [f"The old part {n} speaks of tables, of rows and of the keys that name them." for n in range(20)]
NEW = [f"The new part {n} speaks of locks, of waiting and of who gives way first." for n in range(20)]
TOLD = """
SELECT count(DISTINCT event_id) AS events FROM learning.changes
WHERE document = %s AND kind = 'content' AND content->>'state' = 'ready' AND (content->>'revision')::int = %s
"""


@pytest.fixture
def quick(stack):
    """A message whose worker was killed comes back within seconds."""
    stack.give("indexer", {"VISIBILITY": "8", "RECEIVE_WAIT": "1"})
    yield
    stack.give("indexer", {})


class Watcher(threading.Thread):
    """Reads a document again and again, and keeps each different sight."""

    def __init__(self, live_corpus, document):
        super().__init__(daemon=True)
        self.live_corpus, self.document = live_corpus, document
        self.sights, self.done = [], threading.Event()

    def run(self):
        while not self.done.is_set():
            sight = self.live_corpus.seen(self.document)
            if not self.sights or self.sights[-1] != sight:
                self.sights.append(sight)
            time.sleep(0.02)


def test_a_crash_at_any_step_shows_no_reader_both_or_neither(stack, author, live_corpus, name, quick):
    documents = {}
    for step in STEPS:
        documents[step] = author.add(name(f"{step}.md"), handbook(*OLD))[0]
    before = {}
    for step, document in documents.items():
        author.wait(document, 1)
        before[step] = live_corpus.seen(document)
    with watching(live_corpus, documents) as watchers:
        kill_at_each_step(stack, author, name)
        for step, document in documents.items():
            found = author.wait(document, 2, seconds=120)
            assert (found["live_revision"], len(found["chunks"])) == (2, len(NEW)), step
    for step, document in documents.items():
        after = live_corpus.seen(document)
        assert watchers[step].sights == [before[step], after], step
        assert after[0] == 2
        assert live_corpus.faults(document) == {}, step
        stack.until(TOLD, 1, document, 2)


@contextmanager
def watching(live_corpus, documents):
    watchers = {step: Watcher(live_corpus, document) for step, document in documents.items()}
    for watcher in watchers.values():
        watcher.start()
    try:
        yield watchers
    finally:
        for watcher in watchers.values():
            watcher.done.set()
            watcher.join()


def kill_at_each_step(stack, author, name):
    for step in STEPS:
        order = stack.order_death("indexer", step)
        author.add(name(f"{step}.md"), handbook(*NEW))
        deadline = time.monotonic() + 60
        while order.exists():
            assert time.monotonic() < deadline, f"the indexer did not come to {step}"
            time.sleep(0.1)
        stack.wait("indexer")


def test_a_crash_while_removing_leaves_nothing_to_be_found(stack, author, live_corpus, name, quick):
    document, _ = author.add(name("gone.md"), handbook(*OLD))
    author.wait(document, 1)
    order = stack.order_death("indexer", "removed")
    author.remove(document)
    found = author.wait(document, 2, "removed", seconds=120)
    assert not order.exists()
    assert found["receipt"]["chunks"] == len(OLD)
    assert live_corpus.seen(document) is None
    assert live_corpus.ask("MATCH (c:Chunk {document: $id}) RETURN count(c) AS left", id=document) == [
        {"left": 0}
    ]
