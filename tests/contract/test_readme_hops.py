"""The functions that README's tables name are called on the way that they stand for.

Each section's way is gone in memory, with the services' real handlers, while a profiler notes every call.
`tests/test_readme.py` holds of the other hops that there is such a function.
"""

import asyncio
import re
import sys
import threading
from collections import Counter
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from grader.adapters.offline import OfflineGrader
from grader.application.hint_writing import HintWriting
from grader.application.hints import Hints
from path_generator.application.ports import Place
from path_generator.domain.paths.gap import AcceptedPath, KnownStep
from progress.application.answer_sweeper import answer_sweeper
from progress.application.appeal_sweeper import appeal_sweeper
from traclearn_contracts.events import parse
from traclearn_contracts.models import AnswerSubmittedV1, QuestionPublishedV1
from traclearn_embedding import MiniLM
from traclearn_local.stack import ROOT
from traclearn_worker import Park, on
from traclearn_worker.testing import bench, run

from .services import MODEL, Services, example

README = (ROOT / "README.md").read_text().split("### Where that is in the code")[1].split("\n## ")[0]
HOP = re.compile(r"^\| [^|]+ \| `([\w/.-]+\.py):([\w.]+)` \|$", re.M)
NOT_WALKED = {
    "trac/": "Python 2.7, in a program of its own",
    "services/indexer/": "files, an object store and a graph",
    "libs/documents/": "the same",
    "libs/corpus/": "the same",
    "libs/cli/": "an operator's command",
    "services/progress/src/progress/adapters/": "PostgreSQL",
    "services/grader/src/grader/adapters/budget.py": "PostgreSQL",
    "services/grader/src/grader/adapters/erasure.py": "PostgreSQL",
    "libs/worker/src/traclearn_worker/postgres/inbox.py": "PostgreSQL",
    "services/path-generator/src/path_generator/domain/ticket_score.py": "what it counts is in PostgreSQL",
    "services/grader/src/grader/adapters/language_models/": "a language model",
    "services/grader/src/grader/application/budgeted_calls.py": "a language model",
    "services/grader/src/grader/domain/hints/disclosure.py:gives_away": "a language model's words alone",
    "services/progress/src/progress/application/feed.py": "asked for by HTTP",
    "contracts/src/traclearn_contracts/gateway/requests.py": "done when a stack is provisioned",
}
"""Folders, modules and functions that a way in memory does not come by, and why; by all else it must."""


def of(name, **data):
    body = example(name)
    body["detail"]["data"] |= data
    return body["source"], body["detail-type"], body["detail"]


@asynccontextmanager
async def transaction(store):
    yield store


class Waiting:
    """A store in which one thing has waited too long."""

    def __init__(self, store, key):
        self._store, self._key = store, key

    def __getattr__(self, name):
        return getattr(self._store, name)

    async def find_overdue(self, longer_than, limit):
        return [self._key]

    find_overdue_appeals = find_overdue

    async def now(self):
        return datetime.now(UTC)


async def sweep(sweeper, services, *key, **options):
    waiting = Waiting(services.progress_store, key)
    return await sweeper(lambda: transaction(waiting), timedelta(0), **options).sweep()


async def answer_way():
    services = Services()
    await services.send(*of("QuestionPublished.v1/shared"))
    await services.send(*of("AnswerSubmitted.v1/plain"))
    assert {"answer_received", "graded"} <= {row.kind for row in services.progress_store.feed}
    source, kind, detail = of("AnswerSubmitted.v1/plain", ticket=99)  # asks nothing: the grader waits
    await services.send(source, kind, detail)
    learner = detail["metadata"]["learner"]
    assert await sweep(answer_sweeper, services, learner, 99, 1, report=lambda _: None) == 1


async def appeal_way():
    services = Services()
    await services.send(*of("QuestionPublished.v1/shared", hint_deduction=0.1))
    await services.send(*of("AnswerSubmitted.v1/plain"))
    await services.send(*of("RegradesOrdered.v1/after-an-edit"))
    source, kind, detail = of("GradeAppealed.v1/plain", grade=None)
    await services.send(source, kind, detail)
    learner, id_ = detail["metadata"]["learner"], detail["metadata"]["event_id"]
    await sweep(appeal_sweeper, services, learner, detail["data"]["ticket"], detail["data"]["attempt"], id_)
    store = services.grader_store
    hints = Hints(store.begin, HintWriting(store.begin, OfflineGrader(MiniLM.load(MODEL))))
    given = await hints.give(learner, 42, 2, 1, "A commit records a snapshot of the whole tree.")
    assert given.state == "ready"


async def path_way():
    services = Services()
    request = of("PathRequested.v1/plain")
    await services.send(*request)
    path, learner = services.said[-1].data, request[2]["metadata"]["learner"]
    dropped, kept = path.steps
    taken = [{"n": 2, "step": str(kept.step), "ticket": 52}]
    await services.send(*of("PathCreated.v1/two-steps", steps=taken))
    known = [KnownStep(step.step, step.n, step.concept, is_taken=step == kept) for step in path.steps]
    accepted = AcceptedPath(path.path, "Databases", 2, tuple(known))
    services.path_store.places = [Place(accepted, known[1], {"1": "the transaction"})]
    for attempt, score in enumerate((0.2, 0.9), 1):
        graded = of("AnswerGraded.v1/partly", ticket=52, attempt=attempt, score=score, learner=learner)
        graded[2]["metadata"]["event_id"] = str(uuid4())
        await services.send(*graded)
    services.course.gone = {dropped.concept}
    await services.send(*of("ContentRemoved.v1/receipt"))
    said = Counter(one.detail_type for one in services.said)
    assert {"StepProposed.v1", "ReviewScheduled.v1", "PathMaterialChanged.v1"} <= said.keys()


def failure_way():
    """An answer waits a moment for its question, its provider is away for two calls, and another question is
    broken for good."""
    parked, calls = [], []

    async def ask(key):
        return {}

    async def answered(event, work):
        if not parked:
            parked.append(event)
            raise Park("its question", timedelta(0))
        with work.breaker("model")():
            calls.append(event)
            if len(calls) < 3:
                raise ConnectionError
        await work.once("grade", ask, through="model")
        return []

    async def broken(event, work):
        raise ValueError

    async def failed(event, reason, work):
        return [event.causes("traclearn.bench", event.data)]

    async def play():
        routes = on(AnswerSubmittedV1, answered), on(QuestionPublishedV1, broken)
        async with bench(*routes, failed=failed, breaker_failures=2) as worker:
            worker.deliver(parse(*of("AnswerSubmitted.v1/plain")), parse(*of("QuestionPublished.v1/shared")))
            await worker.quiet()
            return worker

    worker = run(play())
    assert (len(calls), len(worker.transport.dead), len(worker.published)) == (3, 1, 1)


WAYS = {
    "An answer": (answer_way, failure_way),
    "Failure, by the runtime of every worker": (failure_way,),
    "Grades, hints, appeals": (answer_way, appeal_way),
    "Material": (),
    "Paths and reviews": (path_way,),
    "Questions, courses, people": (),
}
SECTION = re.compile(r"^#### (.+)\n((?:(?!####).*\n)*)", re.M)
HOPS = {title: HOP.findall(text) for title, text in SECTION.findall(README)}


def is_walked(file, function):
    return not f"{file}:{function}".startswith(tuple(NOT_WALKED))


def traced(way):
    """What is called on it: (file, function). What only makes an object is no call of its class."""
    codes = set()

    def note(frame, event, _):
        if event == "call":
            codes.add(frame.f_code)

    threading.setprofile(note)
    sys.setprofile(note)
    try:
        asyncio.run(way()) if asyncio.iscoroutinefunction(way) else way()
    finally:
        sys.setprofile(None)
        threading.setprofile(None)
    found = set()
    for code in codes:
        *above, name = code.co_qualname.split(".<locals>")[0].split(".")
        found.add((code.co_filename, ".".join([*above, name])))
        if above and name != "__init__":
            found.add((code.co_filename, ".".join(above)))
    return found


@pytest.fixture(scope="module")
def called():
    found = {way: traced(way) for way in dict.fromkeys(way for ways in WAYS.values() for way in ways)}
    return {title: set().union(*(found[way] for way in ways)) for title, ways in WAYS.items()}


def test_every_section_has_its_ways():
    assert HOPS.keys() == WAYS.keys()
    walked = [hop for hops in HOPS.values() for hop in hops if is_walked(*hop)]
    assert len(walked) > 25


@pytest.mark.parametrize(
    ("title", "file", "function"),
    [(title, *hop) for title, hops in HOPS.items() for hop in hops if is_walked(*hop)],
    ids=lambda value: value.rsplit("/", 1)[-1],
)
def test_hop_of_the_readme_is_gone_by(called, title, file, function):
    was_called = (str(ROOT / file), function) in called[title]
    assert was_called, "by the ways in WAYS"  # not the set: it is long


@pytest.mark.parametrize("place", NOT_WALKED)
def test_place_that_no_way_comes_by_is_named_by_a_hop(called, place):
    hops = [hop for hops in HOPS.values() for hop in hops if ":".join(hop).startswith(place)]
    gone_by = {(str(ROOT / file), function) for file, function in hops} & set().union(*called.values())
    assert hops and not gone_by
