"""A language model writes a hint: within its budget, once, and nothing that gives the answer away."""

import asyncio
import json
from datetime import UTC, date, datetime
from functools import partial
from uuid import uuid4

import pytest
from grader.adapters.language_models import ModelNudge
from grader.application.budgeted_calls import BudgetedCalls
from grader.application.hint_writing import HintWriting, NudgeWriting
from grader.application.hints import Hints
from grader.domain.course import Course, CoursePolicy
from grader.domain.errors import BudgetSpent, CallsStopped
from memory_hints import MemoryHints
from memory_store import example
from traclearn_worker.breaker import Breakers
from traclearn_worker.calls import ASKED

ANN, BOB, TICKET = "5f0c2a54-8a39-4c1f-9f6e-2f1f7a1f0b11", "bob@demo.test", 42
DRAFT = "A commit records a snapshot of the whole tree."
NUDGE = "Think of a family: what does each commit know about others?"
TELLS = "A commit also points to its parent commits."


def says(hint):
    return (json.dumps({"hint": hint}),)


@pytest.fixture
async def store():
    store = MemoryHints()
    await store.upsert_question(
        example("QuestionPublished.v1/shared", hint_deduction=0.1, course="Version control").data
    )
    return store


@pytest.fixture
def process(store, offline, server, opened):
    """A process of the service, which may be one of several."""
    grader = opened("openai", server.address, timeout=20.0)

    def process(within_s=30.0):
        writing = NudgeWriting(partial(ModelNudge, grader), BudgetedCalls(), Breakers(), 25.0)
        return Hints(store.begin, HintWriting(store.begin, offline, writing), answer_within_s=within_s)

    return process


async def test_model_writes_the_hint_and_is_paid_for_it(process, server, store):
    server.script = [says(NUDGE)]
    given = await process().give(ANN, TICKET, 1, 2, DRAFT)
    assert given.text == f"{NUDGE} Read Version control, section 2." and given.item == "parents"
    assert (given.grader, given.deduction) == ("openai/gpt-5-mini", 0.1)
    assert (given.provenance.prompt_version, given.provenance.input_tokens) == ("hint-2", 400)
    ((call, _),) = store.budget.reserved
    assert (call.learner, call.ticket, call.course) == (ANN, TICKET, "Version control")
    ((key, cost),) = store.budget.settled
    assert key == call.key and 0 < cost < call.worst_usd
    assert store.published[0].data.provenance.provider == "openai"


async def test_hint_names_the_reply_that_it_was_made_of(process, server, store):
    server.script = [says(NUDGE)]
    await process().give(ANN, TICKET, 1, 2, DRAFT)
    (kept,) = await store.list_replies(TICKET, ANN, 1)
    assert store.published[0].data.reply_id == kept.reply_id == "chatcmpl-1"
    assert json.loads(kept.reply["text"]) == {"hint": NUDGE}


async def test_nobody_s_name_goes_outside_and_the_draft_goes_as_data(process, server):
    server.script = [says(NUDGE)]
    await process().give(BOB, TICKET, 1, 3, DRAFT)
    (sent,) = server.asked
    document = json.loads(sent["messages"][-1]["content"])
    assert document.keys() == {"question", "full_answers", "missing", "draft", "step"}
    assert (document["draft"], document["step"]) == (DRAFT, 3)
    assert BOB not in json.dumps(sent) and DRAFT not in sent["messages"][0]["content"]


async def test_draft_goes_outside_without_the_writer_that_it_names(process, server):
    server.script = [says(NUDGE)]
    draft = f"{DRAFT} Write to ann.kovacs@example.org.\nAnna Kovacs"
    await process().give(ANN, TICKET, 1, 3, draft)
    (sent,) = server.asked
    assert not [told for told in ("kovacs", "example.org") if told in json.dumps(sent).lower()]
    assert json.loads(sent["messages"][-1]["content"])["draft"].startswith(DRAFT)


async def test_hint_that_gives_the_answer_away_is_not_shown(process, server):
    server.script = [says(TELLS)]
    given = await process().give(ANN, TICKET, 1, 1, DRAFT)
    assert "parent" not in given.text and given.grader.startswith("offline/")
    assert given.reply_id is None


@pytest.mark.parametrize(
    "step", [(503, {}), (400, {}), None, ("nonsense",), says(""), says("x" * 601)], ids=str
)
async def test_without_a_usable_reply_there_is_a_hint_all_the_same(process, server, step):
    server.script = [step]
    given = await process().give(ANN, TICKET, 1, 1, DRAFT)
    assert given.state == "ready" and given.text.startswith("Something is missing: ")


@pytest.mark.parametrize(
    "refusal", [CallsStopped(date(2026, 1, 1)), BudgetSpent("all", date(2026, 1, 1), soon=False)]
)
async def test_without_budget_or_stopped_nobody_is_asked(process, server, store, refusal):
    store.budget.refusal = refusal
    given = await process().give(ANN, TICKET, 1, 1, DRAFT)
    assert server.asked == [] and given.grader.startswith("offline/")


async def test_draft_of_a_course_that_refuses_models_stays_here(process, server, store):
    policy = CoursePolicy(models_allowed=False)
    await store.save_course(Course("Version control", policy, datetime.now(UTC), uuid4()))
    given = await process().give(ANN, TICKET, 1, 1, DRAFT)
    assert server.asked == [] and given.grader.startswith("offline/")


async def test_slow_model_is_waited_for_by_nobody_and_asked_once(process, server, store):
    server.script = [0.5, says(NUDGE)]
    slow = process(within_s=0.1)
    waiting = await slow.give(ANN, TICKET, 1, 1, DRAFT)
    assert waiting.state == "waiting"
    await asyncio.wait(slow._tasks.values())
    given = await slow.read(ANN, waiting.id)
    assert len(server.asked) == 1 and len(store.published) == 1 and given.text


async def test_call_that_was_begun_by_a_process_that_died_is_not_made_again(process, server, store):
    server.script = [1.0]
    dying = process(within_s=0.1)
    waiting = await dying.give(ANN, TICKET, 1, 1, DRAFT)
    while not server.asked:  # noqa: ASYNC110 -- the server is a thread
        await asyncio.sleep(0.01)
    for task in dying._tasks.values():
        task.cancel()
    assert list(store.hints[waiting.id].replies) == [f"{ASKED}hint by openai/gpt-5-mini"]
    store.now = 100
    given = await process().read(ANN, waiting.id)
    assert given.state == "ready" and given.grader.startswith("offline/")
    assert len(server.asked) == 1 and len(store.budget.reserved) == 1


async def test_reply_that_was_kept_before_the_process_died_is_used(process, server, store):
    server.script = [says(NUDGE)]
    given = await process().give(ANN, TICKET, 1, 1, DRAFT)
    (kept,) = await store.list_replies(TICKET, ANN, 1)
    died = {"state": "waiting", "text": "", "draft": DRAFT, "grader": None, "provenance": None}
    store.hints[given.id] = given.model_copy(update=died | {"replies": {kept.call: kept.reply}})
    store.now = 100
    again = await process().read(ANN, given.id)
    assert (again.text, len(server.asked), len(store.budget.reserved)) == (given.text, 1, 1)


async def test_equal_draft_of_another_learner_gets_what_was_paid_for(process, server, store):
    server.script = [says(NUDGE)]
    first = await process().give(ANN, TICKET, 1, 1, "")
    other = await process().give("bob", TICKET, 1, 1, " ")
    assert other.text == first.text and other.id != first.id and len(server.asked) == 1
    assert (other.provenance.cost_usd, other.deduction) == (0, 0.1)
    assert other.reply_id == first.reply_id == "chatcmpl-1"
