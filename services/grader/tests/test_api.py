"""The routes, with a store in memory and tokens of our own pool."""

import time
from types import SimpleNamespace
from uuid import UUID

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from grader.application.hint_writing import HintWriting
from grader.application.hints import Hints
from grader.application.model_calls import ModelCalls
from grader.application.question_trial import QuestionTrial
from grader.domain.errors import TooManyRequests
from grader.domain.model_reply import ModelReply
from grader.domain.spending import Limits
from grader.entrypoints.api import api
from grading import LEARNING
from jwt.algorithms import RSAAlgorithm
from memory_hints import MemoryHints
from memory_store import example
from traclearn_contracts.files import CONTRACTS, read_yaml
from traclearn_identity import Guard, Keys, Verifier

ISSUER, WEB, MACHINE = "https://issuer.test/pool", "web", "machine"
HINT, EXPLAIN = "/api/v1/llm/hint", "/api/v1/llm/explain"
ASKED = {"ticket": 42, "attempt": 1, "step": 1, "draft": ""}


@pytest.fixture(scope="module")
def private():
    return generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture
def guard(private):
    async def fetch():
        jwk = RSAAlgorithm.to_jwk(private.public_key(), as_dict=True)
        return {"keys": [jwk | {"kid": "k", "use": "sig", "alg": "RS256"}]}

    return Guard(Verifier(issuer=ISSUER, client_id=WEB, machine_client_id=MACHINE, keys=Keys(fetch)))


@pytest.fixture
def bearer(private):
    def bearer(who, *groups):
        claims = {"iss": ISSUER, "exp": int(time.time()) + 60, "sub": who, "aud": WEB, "token_use": "id"}
        claims["cognito:groups"] = list(groups)
        return {"Authorization": f"Bearer {jwt.encode(claims, private, 'RS256', headers={'kid': 'k'})}"}

    return bearer


class Limit:
    """Lets so many through."""

    def __init__(self):
        self.left = 100

    async def count(self, learner):
        if not self.left:
            raise TooManyRequests(100, 7)
        self.left -= 1


@pytest.fixture
async def store():
    store = MemoryHints()
    await store.upsert_question(example("QuestionPublished.v1/shared", hint_deduction=0.1).data)
    return store


@pytest.fixture
def limit():
    return Limit()


@pytest.fixture
async def client(store, offline, guard, limit):
    hints = Hints(store.begin, HintWriting(store.begin, offline))
    calls = ModelCalls(store.begin, ["openai/gpt-5-mini"], Limits())
    trial = QuestionTrial(store.begin, offline, LEARNING)
    parts = SimpleNamespace(hints=hints, hint_limit=limit, guard=guard, calls=calls, trial=trial)
    transport = httpx.ASGITransport(api(parts))
    async with httpx.AsyncClient(transport=transport, base_url="http://grader") as client:
        yield client


async def test_hint_is_answered_and_can_be_read_again(client, bearer):
    given = await client.post(HINT, json=ASKED, headers=bearer("ann"))
    assert given.status_code == 200 and given.headers["Cache-Control"] == "no-store"
    assert given.json()["text"].startswith("Something is missing: ")
    again = await client.get(f"/api/v1/llm/hints/{given.json()['hint']}", headers=bearer("ann"))
    assert again.json() == given.json()
    other = await client.get(f"/api/v1/llm/hints/{given.json()['hint']}", headers=bearer("bob"))
    assert other.status_code == 404


async def test_hint_under_way_answers_202_and_when_to_ask_again(client, bearer, store):
    asked = await client.post(HINT, json=ASKED, headers=bearer("ann"))
    (known,) = store.hints.values()
    store.hints[known.id] = known.model_copy(update={"state": "waiting", "text": ""})
    again = await client.post(HINT, json=ASKED, headers=bearer("ann"))
    assert asked.status_code == 200
    assert (again.status_code, again.headers["Retry-After"]) == (202, "1")
    assert again.json()["state"] == "waiting" and again.json()["text"] == ""


async def test_hints_and_explanations_share_one_limit(client, bearer, limit):
    limit.left = 1
    assert (await client.post(HINT, json=ASKED, headers=bearer("ann"))).status_code == 200
    refused = await client.post(
        EXPLAIN, json={"ticket": 42, "attempt": 1, "item": "parents"}, headers=bearer("ann")
    )
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "7")
    assert refused.json()["message"].endswith("Ask again in 7 s.")
    assert refused.json()["code"] == "too_many_requests"


@pytest.mark.parametrize(
    "wrong",
    [
        {"step": 4},
        {"ticket": 0},
        {"draft": "x" * 20_001},
        {"draft": "\x00"},
        {"learner": "bob"},
        {"attempt": "no"},
    ],
    ids=str,
)
async def test_what_is_no_request_is_refused_in_words(client, bearer, wrong):
    refused = await client.post(HINT, json=ASKED | wrong, headers=bearer("ann"))
    assert refused.status_code == 400 and "Correct the request" in refused.json()["message"]


async def test_nobody_asks_without_a_token(client):
    for method, path in (("POST", HINT), ("POST", EXPLAIN), ("GET", f"/api/v1/llm/hints/{'0' * 32}")):
        assert (await client.request(method, path, json=ASKED)).status_code == 401


CALLS = "/api/v1/llm/calls"


async def test_calls_are_read_by_who_pays_and_stopped_by_operators(client, bearer):
    for group in ("authors", "operators"):
        shown = await client.get(CALLS, headers=bearer("ann", group))
        assert (shown.status_code, shown.json()["allowed"]) == (200, True)
    stopped = {"allowed": False, "reason": "They asked us to."}
    told = await client.put(CALLS, json=stopped, headers=bearer("olga", "operators"))
    assert (
        told.status_code == 200
        and told.json() == (await client.get(CALLS, headers=bearer("a", "authors"))).json()
    )
    assert (told.json()["allowed"], told.json()["said_by"]) == (False, "olga")


async def test_calls_are_nobody_else_s_business(client, bearer):
    assert (await client.get(CALLS, headers=bearer("ann"))).status_code == 403
    refused = await client.put(CALLS, json={"allowed": True}, headers=bearer("ann", "authors"))
    assert refused.status_code == 403 and "operators" in refused.json()["message"]


REPLIES = "/api/v1/llm/replies"
KEPT = ModelReply(
    key=UUID(int=1),
    ticket=42,
    learner="ann",
    attempt=1,
    call="grade by openai/gpt-5-mini",
    reply={"reply_id": "chatcmpl-1", "text": '{"points": []}'},
)


async def test_author_reads_what_a_model_said_of_an_attempt_and_learners_do_not(client, bearer, store):
    await store.save_reply(KEPT)
    asked = {"ticket": 42, "learner": "ann", "attempt": 1}
    told = await client.get(REPLIES, params=asked, headers=bearer("olga", "authors"))
    assert told.status_code == 200 and told.headers["Cache-Control"] == "no-store"
    assert told.json() == {"replies": [{"call": KEPT.call, "reply": KEPT.reply, "received_at": None}]}
    other = await client.get(REPLIES, params=asked | {"attempt": 2}, headers=bearer("olga", "authors"))
    assert other.json() == {"replies": []}
    for groups in ((), ("operators",)):
        assert (await client.get(REPLIES, params=asked, headers=bearer("ann", *groups))).status_code == 403


@pytest.mark.parametrize("wrong", [{"ticket": 0}, {"learner": ""}, {"attempt": "no"}])
async def test_question_for_replies_of_no_attempt_is_refused_as_the_contract_says(client, bearer, wrong):
    asked = {"ticket": 42, "learner": "ann", "attempt": 1} | wrong
    refused = await client.get(REPLIES, params=asked, headers=bearer("olga", "authors"))
    route = read_yaml(CONTRACTS / "openapi.yaml")["paths"][REPLIES]["get"]
    assert refused.status_code == 400 and "400" in route["responses"]


TRIAL = "/api/v1/llm/trial"
TRIED = {
    "ticket": 42,
    "question": "What does a commit record?",
    "reference": "A commit records a snapshot of the whole tree.",
    "rubric": [{"id": "a", "criterion": "A commit records a snapshot of the whole tree", "weight": 2}],
    "answers": ["A snapshot of the whole tree."],
}


async def test_author_tries_a_question_and_learners_do_not(client, bearer):
    tried = await client.post(TRIAL, json=TRIED, headers=bearer("ann", "authors"))
    assert tried.status_code == 200 and tried.json()["answers"][0]["would_be"] == 1
    new = await client.post(TRIAL, json=TRIED | {"ticket": 0}, headers=bearer("ann", "authors"))
    assert new.json() == tried.json()
    assert (await client.post(TRIAL, json=TRIED, headers=bearer("ann"))).status_code == 403


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        ({"limit": 101}, "limit"),
        ({"reference": ""}, "reference"),
        ({"question": None}, "together"),
        ({"rubric": TRIED["rubric"] * 2}, "same id"),
        ({"answers": ["x"] * 101}, "answers"),
        ({"ruling": {"item": "a", "words": "", "verdict": "yes"}}, "words"),
    ],
)
async def test_trial_that_cannot_be_is_refused_in_words(client, bearer, wrong, word):
    refused = await client.post(TRIAL, json=TRIED | wrong, headers=bearer("ann", "authors"))
    assert refused.status_code == 400 and word in refused.json()["message"]
