"""A path is its learner's: nobody else reads, accepts or binds it, and no foreign page asks for one."""

import uuid
from datetime import UTC, datetime

import pytest
from traclearn_local.clients.learners import learners
from traclearn_local.clients.path_pages import NEW, PathPages, address

from .test_headers import guarded, policy

pytestmark = pytest.mark.stack

GOAL = "teach me how locks and deadlocks work"
TAKEN = "SELECT count(*) FROM public.learning_step WHERE path = %s"
ASKED = "SELECT count(*) FROM public.learning_path WHERE learner = %s"
KNOWN = "SELECT cognito_user_id || ' ' || state FROM learning.paths WHERE id = %s"


@pytest.fixture(scope="module")
def people(stack):
    found = learners(stack, 2, f"owner-{uuid.uuid4().hex[:8]}-")
    yield found
    for person in found:
        person.http.close()


@pytest.fixture(scope="module")
def owner(people):
    return people[0]


@pytest.fixture(scope="module")
def thief(people):
    return people[1]


@pytest.fixture(scope="module")
def path(owner):
    """A proposed one, which stays that."""
    pages = PathPages(owner)
    found = pages.ask(GOAL).headers["location"].rpartition("/")[2]
    assert pages.wait(found, seconds=120)["state"] == "proposed"
    yield found
    assert pages.state(found)["state"] == "proposed"


def said(reply, path):
    """Status and words, without the path's id: another's path must look like none."""
    return reply.status_code, reply.text.replace(path, "ID")


def stamp(event_id=None):
    return {"event_id": event_id or str(uuid.uuid4()), "occurred_at": datetime.now(UTC).isoformat()}


def test_path_of_another_is_as_if_it_were_none(owner, thief, path):
    nothing = str(uuid.uuid4())
    theirs, none = (thief.api("GET", f"/learning-paths/{each}") for each in (path, nothing))
    assert theirs.status_code == 404 and said(theirs, path) == said(none, nothing)
    assert path not in thief.api("GET", "/learning-paths").text
    for rest in ("", "/state"):
        assert owner.http.get(address(path) + rest).status_code == 200
        theirs, none = (thief.http.get(address(each) + rest) for each in (path, nothing))
        assert theirs.status_code == none.status_code == 404
        assert "deadlock" not in theirs.text.lower()
    assert path not in thief.http.get("/trac/learning/paths").text


def test_path_of_another_is_accepted_by_nobody_else(stack, owner, thief, path):
    steps = [step["step"] for step in owner.api("GET", f"/learning-paths/{path}").json()["steps"]]
    form = {"__FORM_TOKEN": thief.http.cookies["trac_form_token"], "step": steps}
    assert thief.http.post(f"{address(path)}/accept", data=form).status_code == 404
    assert stack.sql(TAKEN, path) == [{"count": 0}]


def test_who_uses_the_id_of_anothers_path_gets_none(stack, owner, thief, path):
    wish = {"goal": "teach me what a transaction is", "difficulty": 1, "minutes": 30}
    reply = thief.api("POST", "/learning-paths/generate", json=stamp(path) | wish)
    assert reply.status_code == 202
    seen = "SELECT count(*) FROM path_generator.inbox WHERE event_id = %s AND learner = %s AND state = 'done'"
    stack.until(seen, 1, path, thief.sub)
    assert stack.sql(KNOWN, path)[0].popitem()[1] == f"{owner.sub} proposed"
    assert owner.api("GET", f"/learning-paths/{path}").json()["goal"] == GOAL
    assert thief.api("GET", f"/learning-paths/{path}").status_code == 404
    form = PathPages(thief).form() | {"event_id": path}
    kept = PathPages(thief).ask("teach me what a row is", form).headers["location"].rpartition("/")[2]
    assert kept != path, "Trac gives it another id"


@pytest.mark.parametrize("door", ["/relay", "/learning-paths/create", "/learning-paths/generate"])
def test_token_of_a_person_binds_no_tickets(stack, owner, path, door):
    steps = [{"n": 1, "step": str(uuid.uuid4()), "ticket": int(stack.env["DEMO_TICKET"])}]
    body = stamp() | {"learner": owner.sub, "groups": [], "detail_type": "PathCreated.v1"}
    reply = owner.api("POST", door, json=body | {"data": {"path": path, "steps": steps}})
    assert reply.status_code in {400, 401, 403}, reply.text


@pytest.mark.parametrize("token", [{}, {"__FORM_TOKEN": ""}, {"__FORM_TOKEN": "0" * 24}], ids=str)
def test_form_with_a_forged_token_is_refused(stack, owner, path, token):
    before = stack.sql(ASKED, owner.sub)
    wish = {"goal": GOAL, "difficulty": "2", "minutes": "60"}
    assert owner.http.post(NEW, data=wish | token).status_code == 400
    steps = [step["step"] for step in owner.api("GET", f"/learning-paths/{path}").json()["steps"]]
    assert owner.http.post(f"{address(path)}/accept", data={"step": steps} | token).status_code == 400
    assert stack.sql(ASKED, owner.sub) == before
    assert stack.sql(TAKEN, path) == [{"count": 0}]


def test_foreign_page_neither_asks_nor_accepts(stack, owner, path):
    before = stack.sql(ASKED, owner.sub)
    form = {"__FORM_TOKEN": owner.http.cookies["trac_form_token"], "goal": GOAL, "difficulty": "2"}
    for place in (NEW, f"{address(path)}/accept"):
        for headers in ({"Origin": "http://evil.test"}, {"Sec-Fetch-Site": "cross-site"}):
            assert owner.http.post(place, data=form, headers=headers).status_code == 403
    assert stack.sql(ASKED, owner.sub) == before
    assert stack.sql(TAKEN, path) == [{"count": 0}]


def test_pages_of_paths_say_what_they_may_do(owner, path):
    for place in ("/trac/learning/paths", NEW, address(path), address(str(uuid.uuid4()))):
        reply = owner.http.get(place)
        guarded(reply)
        assert policy(reply)["object-src"] == ["'none'"] and policy(reply)["base-uri"] == ["'self'"]
        assert policy(reply)["img-src"] == ["'self'", "data:"]
        assert "*" not in policy(reply)["form-action"]
        assert reply.headers["cache-control"] == "no-store"
    state = owner.http.get(f"{address(path)}/state")
    guarded(state)
    assert policy(state)["default-src"] == ["'none'"] and policy(state)["sandbox"] == []


def test_proposal_holds_neither_reference_nor_rubric(owner, path):
    told = owner.api("GET", f"/learning-paths/{path}").json()
    assert told["steps"]
    names = {name for step in told["steps"] for name in step} | told.keys()
    assert names.isdisjoint({"reference", "rubric"})
    page = owner.http.get(address(path)).text.partition('id="learning-path"')[2]
    assert page and "criterion" not in page and "rubric" not in page
