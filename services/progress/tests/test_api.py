"""The routes with a reader in memory and tokens of our own pool."""

import json
import time
from contextlib import suppress
from uuid import UUID, uuid4

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from jwt.algorithms import RSAAlgorithm
from progress.adapters.cache import Cache
from progress.adapters.change_listener import ChangeListener
from progress.bootstrap import Parts
from progress.domain.errors import BadCursor
from progress.entrypoints.api import api
from sqlalchemy.exc import OperationalError
from traclearn_identity import Guard, Keys, Verifier
from traclearn_worker import Unavailable
from traclearn_worker.queue_depths import QueueDepth

PATHS = "/api/v1/learning-paths"
GAPS = f"{PATHS}/gaps"
GENERATED = "/api/v1/generated-questions"
RULINGS = "/api/v1/rulings"
DESK = "/api/v1/desk"
OPERATIONS = "/api/v1/operations"
QUESTION = uuid4()
ISSUER, WEB, MACHINE = "https://issuer.test/pool", "web", "machine"


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
    def make(**claims):
        claims = {"iss": ISSUER, "exp": int(time.time()) + 60} | claims
        return {"Authorization": f"Bearer {jwt.encode(claims, private, 'RS256', headers={'kid': 'k'})}"}

    return make


@pytest.fixture
def learner(bearer):
    return bearer(sub="alice", aud=WEB, token_use="id")


@pytest.fixture
def author(bearer):
    return bearer(sub="ann", aud=WEB, token_use="id", **{"cognito:groups": ["authors"]})


@pytest.fixture
def machine(bearer):
    return bearer(sub=MACHINE, client_id=MACHINE, token_use="access", scope="traclearn/feed")


class Reader:
    """Rows by (learner, ticket); counts the full reads."""

    def __init__(self):
        self.rows, self.reads, self.fault, self.now = {}, 0, None, uuid4()
        self.put("alice", 1, {"ticket_id": 1, "answer_score": 0.5})

    def put(self, learner, ticket, body):
        self.rows[learner, ticket] = (uuid4(), body)

    async def version(self, learner, ticket):
        if self.fault:
            raise self.fault
        found = self.rows.get((learner, ticket))
        return found and found[0]

    async def progress(self, learner, ticket):
        self.reads += 1
        return self.rows.get((learner, ticket))

    async def overview(self, learner):
        mine = [row for (who, _), row in self.rows.items() if who == learner]
        return [version for version, _ in mine], {"progress": [body for _, body in mine]}

    async def path_version(self, learner, path_id):
        return await self.version(learner, path_id)

    async def path(self, learner, path_id):
        return await self.progress(learner, path_id)

    async def paths(self, learner):
        versions, body = await self.overview(learner)
        return versions, {"paths": body["progress"]}

    async def epoch(self):
        return self.now

    async def claim(self, reader, cursor):
        self.claimed = reader, cursor

    async def changes(self, after, limit):
        return [{"id": number} for number in (1, 2) if number > after][:limit]


class DeskReader:
    """Says what it was asked."""

    async def questions(self, *asked):
        return {"questions": told(*asked)}

    async def answers(self, *asked):
        return {"answers": told(*asked)}


def told(*asked):
    """What a list is asked for; a cursor that begins with `bad` is none of it."""
    *about, page = asked
    if page.cursor and page.cursor.startswith("bad"):
        raise BadCursor
    return [*about, page.after, page.limit, *([page.cursor] if page.cursor else [])]


class StaffReader:
    """As many gaps as there are."""

    async def gaps(self, page):
        gaps = [{"goal": str(number)} for number in range(page.after, 3)]
        return {"gaps": gaps[: page.limit], "next": page.after + page.limit}

    async def generated_questions(self, *asked):
        return {"questions": told(*asked), "next": None}

    async def rulings(self, *asked):
        return {"rulings": told(*asked), "next": None}

    async def generated_question(self, question_id):
        return {"question_id": str(question_id)} if question_id == QUESTION else None


class Gradebook:
    """One grade."""

    async def grades(self, *asked):
        return {"grades": told(*asked), "next": None}

    async def story(self, grade_id):
        return {"counts": str(grade_id)} if grade_id == QUESTION else None

    async def spending(self, days):
        return {"spending": [days]}


class KeptForever:
    def __init__(self):
        self.kept = {}

    async def get(self, key):
        return self.kept.get(key)

    async def set(self, key, value, ex):
        self.kept[key] = value


@pytest.fixture
def reader():
    return Reader()


class Depths:
    """Of queues that SQS counts, or does not."""

    def __init__(self):
        self.found = [QueueDepth(name="grader", waiting=57, in_work=10, failed=1, undelivered=0)]

    async def read(self):
        if self.found is None:
            raise Unavailable("sqs", 5.0)
        return self.found


@pytest.fixture
def depths():
    return Depths()


@pytest.fixture
async def client(reader, guard, depths):
    transport = httpx.ASGITransport(
        api(
            Parts(
                *(None, None, None, None, None),
                *(reader, StaffReader(), Gradebook(), DeskReader()),
                *(ChangeListener(None), Cache(KeptForever()), guard, depths),
            )
        )
    )
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield client


async def test_progress_with_a_known_etag_is_304(client, reader, learner):
    first = await client.get("/api/v1/progress/1", headers=learner)
    assert (first.status_code, first.json()) == (200, {"ticket_id": 1, "answer_score": 0.5})
    assert first.headers["cache-control"] == "private, no-cache"
    tag = first.headers["etag"]
    for sent in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = await client.get("/api/v1/progress/1", headers=learner | {"If-None-Match": sent})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    reader.put("alice", 1, {"ticket_id": 1, "answer_score": 1})
    new = await client.get("/api/v1/progress/1", headers=learner | {"If-None-Match": tag})
    assert (new.status_code, new.json()["answer_score"]) == (200, 1)


async def test_the_cache_spares_the_database(client, reader, learner):
    for _ in range(3):
        assert (await client.get("/api/v1/progress/1", headers=learner)).status_code == 200
    assert reader.reads == 1


async def test_list_of_progress_with_a_known_etag_is_304(client, reader, learner):
    first = await client.get("/api/v1/progress", headers=learner)
    assert first.json() == {"progress": [{"ticket_id": 1, "answer_score": 0.5}]}
    known = learner | {"If-None-Match": first.headers["etag"]}
    assert (await client.get("/api/v1/progress", headers=known)).status_code == 304
    reader.put("alice", 2, {"ticket_id": 2})
    assert (await client.get("/api/v1/progress", headers=known)).status_code == 200


async def test_progress_of_another_learner_is_404(client, reader, learner):
    reader.put("bob", 5, {"ticket_id": 5})
    response = await client.get("/api/v1/progress/5", headers=learner | {"x-traclearn-learner": "bob"})
    assert response.status_code == 404
    assert "ticket 5" in response.json()["message"]


async def test_path_with_its_etag_comes_from_the_cache(client, reader, learner):
    id_ = uuid4()
    reader.put("alice", id_, {"id": str(id_), "state": "working"})
    first = await client.get(f"{PATHS}/{id_}", headers=learner)
    assert (first.status_code, first.json()["state"]) == (200, "working")
    assert (await client.get(f"{PATHS}/{id_}", headers=learner)).content == first.content
    assert reader.reads == 1
    known = learner | {"If-None-Match": first.headers["etag"]}
    assert (await client.get(f"{PATHS}/{id_}", headers=known)).status_code == 304
    reader.put("alice", id_, {"id": str(id_), "state": "proposed"})
    assert (await client.get(f"{PATHS}/{id_}", headers=known)).json()["state"] == "proposed"


async def test_list_of_paths_has_an_etag(client, reader, learner):
    first = await client.get(PATHS, headers=learner)
    assert (first.status_code, list(first.json())) == (200, ["paths"])
    known = learner | {"If-None-Match": first.headers["etag"]}
    assert (await client.get(PATHS, headers=known)).status_code == 304


@pytest.mark.parametrize("path_id", [str(uuid4()), "1", "x", "1'--", "%00", "a%2Fb"])
async def test_path_that_is_another_s_or_malformed_is_404(client, reader, learner, path_id):
    with suppress(ValueError):
        reader.put("bob", UUID(path_id), {"id": path_id})
    response = await client.get(f"{PATHS}/{path_id}", headers=learner | {"x-traclearn-learner": "bob"})
    assert response.status_code == 404
    assert response.json()["message"]


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/progress",
        "/api/v1/progress/1",
        "/api/v1/changes",
        PATHS,
        f"{PATHS}/{uuid4()}",
        GAPS,
        GENERATED,
    ],
)
async def test_without_a_token_401(client, path):
    for headers in ({}, {"Authorization": "Bearer forged.token.here"}, {"x-traclearn-learner": "alice"}):
        response = await client.get(path, headers=headers)
        assert response.status_code == 401
        assert response.json()["message"]


async def test_each_route_wants_its_own_kind_of_token(client, learner, machine, bearer):
    assert (await client.get("/api/v1/progress/1", headers=machine)).status_code == 401
    assert (await client.get("/api/v1/changes", headers=learner)).status_code == 401
    relay = bearer(sub=MACHINE, client_id=MACHINE, token_use="access", scope="traclearn/relay")
    assert (await client.get("/api/v1/changes", headers=relay)).status_code == 403
    expired = bearer(sub="alice", aud=WEB, token_use="id", exp=int(time.time()) - 60)
    assert (await client.get("/api/v1/progress/1", headers=expired)).status_code == 401


async def test_feed_answers_from_a_cursor_claims_it_and_is_not_stored(client, reader, machine):
    response = await client.get("/api/v1/changes", params={"after": 1, "wait": 20}, headers=machine)
    assert response.json() == {"epoch": str(reader.now), "cursor": 2, "changes": [{"id": 2}]}
    assert reader.claimed == (MACHINE, 1)
    assert response.headers["cache-control"] == "no-store"
    other = {"after": 900, "epoch": str(uuid4())}
    assert (await client.get("/api/v1/changes", params=other, headers=machine)).json()["cursor"] == 2


@pytest.mark.parametrize(
    "query",
    ["after=-1", "after=x", "wait=21", "wait=nan", "limit=0", "limit=501", "epoch=x", f"after={2**63}"],
)
async def test_a_bad_query_is_named(client, machine, query):
    response = await client.get(f"/api/v1/changes?{query}", headers=machine)
    assert response.status_code == 400
    assert query.split("=")[0] in response.json()["message"]


@pytest.mark.parametrize("ticket", ["0", "-1", "x", str(2**31), "1'--"])
async def test_ticket_id_that_is_none_is_400(client, learner, ticket):
    response = await client.get(f"/api/v1/progress/{ticket}", headers=learner)
    assert response.status_code == 400
    assert "ticket_id" in response.json()["message"]


@pytest.mark.parametrize(
    "fault", [OperationalError("", {}, Exception()), ConnectionRefusedError(), TimeoutError()]
)
async def test_a_database_that_is_gone_is_503(client, reader, learner, fault):
    reader.fault = fault
    response = await client.get("/api/v1/progress/1", headers=learner)
    assert (response.status_code, response.headers["retry-after"]) == (503, "2")
    assert "again" in response.json()["message"]


async def test_gaps_come_by_the_page(client, author):
    answered = await client.get(GAPS, params={"after": 1, "limit": 1}, headers=author)
    assert (answered.status_code, answered.json()) == (200, {"gaps": [{"goal": "1"}], "next": 2})
    assert answered.headers["cache-control"] == "no-store"


async def test_generated_questions_are_listed_by_subject_and_state(client, author):
    params = {"subject": "a&b", "state": "drafted", "after": 2, "limit": 3}
    answered = await client.get(GENERATED, params=params, headers=author)
    assert answered.json() == {"questions": ["a&b", "drafted", 2, 3], "next": None}
    assert (await client.get(GENERATED, headers=author)).json()["questions"] == [None, None, 0, 100]
    assert (await client.get(f"{GENERATED}?state=odd", headers=author)).status_code == 400


async def test_desk_lists_questions_of_a_course_or_answers_of_a_ticket(client, author):
    answered = await client.get(DESK, params={"course": "git", "after": 3}, headers=author)
    assert answered.json() == {"questions": ["git", 3, 100]}
    assert answered.headers["cache-control"] == "no-store"
    answered = await client.get(DESK, params={"ticket": 42, "limit": 7}, headers=author)
    assert answered.json() == {"answers": [42, 0, 7]}
    assert (await client.get(DESK, params={"ticket": 0}, headers=author)).status_code == 400


@pytest.mark.parametrize(
    ("route", "name"),
    [
        *((GENERATED, "questions"), (DESK, "questions"), (f"{DESK}?ticket=42", "answers")),
        *((RULINGS, "rulings"), ("/api/v1/grades", "grades")),
    ],
)
async def test_list_goes_on_behind_a_cursor(client, author, route, name):
    url = httpx.URL(route)
    answered = await client.get(url.copy_merge_params({"cursor": "abc"}), headers=author)
    assert answered.json()[name][-1] == "abc"
    refused = await client.get(url.copy_merge_params({"cursor": "bad"}), headers=author)
    assert refused.status_code == 400 and "next_cursor" in refused.json()["message"]


async def test_rulings_are_listed_for_all_tickets_or_one(client, author):
    assert (await client.get(RULINGS, headers=author)).json()["rulings"] == [None, 0, 100]
    answered = await client.get(RULINGS, params={"ticket": 42, "after": 1}, headers=author)
    assert answered.json()["rulings"] == [42, 1, 100]


async def test_unknown_generated_question_is_404(client, author):
    found = await client.get(f"{GENERATED}/{QUESTION}", headers=author)
    assert (found.status_code, found.json()) == (200, {"question_id": str(QUESTION)})
    for unknown in (uuid4(), "1", "%00"):
        answered = await client.get(f"{GENERATED}/{unknown}", headers=author)
        assert answered.status_code == 404 and "lists" in answered.json()["message"]


@pytest.mark.parametrize("route", [GAPS, GENERATED, f"{GENERATED}/{QUESTION}", RULINGS, DESK])
async def test_lists_of_authors_are_theirs_alone(client, learner, machine, route):
    refused = await client.get(route, headers=learner | {"x-traclearn-groups": "authors"})
    assert refused.status_code == 403 and "authors" in refused.json()["message"]
    assert (await client.get(route, headers=machine)).status_code == 401


@pytest.mark.parametrize("query", ["after=-1", "after=x", "limit=0", "limit=201"])
async def test_page_that_cannot_be_is_named(client, author, query):
    response = await client.get(f"{GAPS}?{query}", headers=author)
    assert response.status_code == 400
    assert query.split("=")[0] in response.json()["message"]


async def test_queues_are_counted_for_operators_alone(client, depths, bearer, author):
    operator = bearer(sub="otto", aud=WEB, token_use="id", **{"cognito:groups": ["operators"]})
    answered = await client.get(OPERATIONS, headers=operator)
    assert answered.json() == {
        "queues": [{"name": "grader", "waiting": 57, "in_work": 10, "failed": 1, "undelivered": 0}]
    }
    assert (await client.get(OPERATIONS, headers=author)).status_code == 403
    depths.found = None
    assert (await client.get(OPERATIONS, headers=operator)).status_code == 503


async def test_other_addresses_speak_json_too(client):
    for response in (await client.get("/nothing"), await client.put("/api/v1/progress", json={})):
        assert response.status_code in (404, 405)
        assert json.loads(response.content)["message"]


async def test_gradebook_and_stories_are_for_authors(client, author, learner, bearer):
    operator = bearer(sub="otto", aud=WEB, token_use="id", **{"cognito:groups": ["operators"]})
    for route in ("/api/v1/grades", f"/api/v1/grades/{QUESTION}"):
        assert [
            (await client.get(route, headers=who)).status_code for who in (author, learner, operator)
        ] == [*(200, 403, 403)]
    asked = await client.get("/api/v1/grades", params={"course": "Git", "after": 500}, headers=author)
    assert asked.json()["grades"] == ["Git", 500, 500]
    assert asked.headers["cache-control"] == "no-store"
    assert (await client.get("/api/v1/grades", params={"limit": 501}, headers=author)).status_code == 400


@pytest.mark.parametrize("grade", ["nonsense", str(uuid4())])
async def test_unknown_grade_is_404(client, author, grade):
    answer = await client.get(f"/api/v1/grades/{grade}", headers=author)
    assert answer.status_code == 404 and "/api/v1/grades" in answer.json()["message"]


async def test_spending_is_for_authors_and_operators(client, author, learner, bearer):
    operator = bearer(sub="otto", aud=WEB, token_use="id", **{"cognito:groups": ["operators"]})
    asked = [await client.get("/api/v1/spending?days=7", headers=who) for who in (author, operator, learner)]
    assert [(answer.status_code, answer.json().get("spending")) for answer in asked] == [
        *((200, [7]), (200, [7]), (403, None)),
    ]
