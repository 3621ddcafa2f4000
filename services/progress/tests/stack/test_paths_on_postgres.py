"""Paths on the real tables: whose they are, what the routes read, and how large a page of the feed gets."""

import json
from uuid import uuid4

import asyncpg
import httpx
import pytest
from fastapi import Request
from progress.adapters.cache import Cache
from progress.adapters.change_listener import ChangeListener
from progress.adapters.reader import MAX_PAGE_BYTES, Reader
from progress.bootstrap import Parts
from progress.entrypoints.api import api
from traclearn_identity import Guard, Identity

pytestmark = pytest.mark.stack

ROUTE = "/api/v1/learning-paths"
NASTY = 'It\'s "quoted" \\ back\\slash\n\ttab $var {{{ }}} [[Macro]] <script>alert(1)</script> 😀 שלום'


class Named(Guard):
    """Takes a learner's name for their token."""

    def __init__(self):
        super().__init__(None)

    async def learner(self, request: Request) -> Identity:
        return Identity(learner=request.headers["authorization"])


@pytest.fixture
def story(make_events):
    def story(learner):
        events = make_events(learner=learner)
        return [events.path_request(), events.path_generated(title=NASTY[:100]), events.path_created()]

    return story


async def test_path_is_read_as_it_was_told(engine, take, story, make_events):
    await take(*story("alice"))
    reader, events = Reader(engine), make_events(learner="alice")
    version, found = await reader.path("alice", events.path)
    assert version == await reader.path_version("alice", events.path)
    told = (await reader.changes(0, 10))[-1]
    assert told["path"] == found | {"rank": [3, 1768468140000000]}
    assert (told["kind"], told["learner"]) == ("path", "alice")
    assert found["title"] == NASTY[:100]
    versions, listed = await reader.paths("alice")
    assert versions == [version]
    assert listed["paths"] == [{name: found[name] for name in listed["paths"][0]}]


async def test_material_of_a_path_is_kept_whatever_its_version_meets(engine, take, story, make_events):
    events = make_events(learner="alice")
    await take(*story("alice"), events.path_material(2, ["lock"]), events.path_material(1, ["isolation"]))
    _, found = await Reader(engine).path("alice", events.path)
    assert [step["retired"] for step in found["steps"]] == [True, False, False]
    assert (await Reader(engine).changes(0, 10))[-1]["path"]["steps"] == found["steps"]


async def test_proposed_and_declined_steps_are_read_as_they_were_told(engine, take, story, make_events):
    events = make_events(learner="alice")
    await take(*story("alice"), events.step_proposed(), events.step_proposed(13, "row", n=5))
    await take(events.step_declined(concept="row"))
    _, found = await Reader(engine).path("alice", events.path)
    assert [step["concept"] for step in found["proposed_steps"]] == ["key"]
    assert found["declined"] == [str(events.step_proposed(concept="row").data.step.step)]
    assert (await Reader(engine).changes(0, 10))[-1]["path"]["declined"] == found["declined"]


async def test_newest_path_is_first(engine, take, make_events):
    events = make_events(learner="alice")
    requests = [events.path_request(minute, f"path {minute}") for minute in (5, 30, 10)]
    await take(*requests)
    _, listed = await Reader(engine).paths("alice")
    assert [path["requested_at"][14:16] for path in listed["paths"]] == ["30", "10", "05"]


async def test_version_changes_with_what_is_told_only(engine, take, story, make_events):
    requested, proposed, accepted = story("alice")
    reader, events = Reader(engine), make_events(learner="alice")
    versions = []
    for event in (requested, proposed, events.path_progressed(minute=99), accepted, accepted):
        await take(event)
        versions.append(await reader.path_version("alice", events.path))
    assert versions[1] == versions[2] and versions[3] == versions[4]
    assert len(set(versions)) == 3
    assert [row["event_id"] for row in await reader.changes(0, 10)][2] == str(
        events.path_progressed(minute=99).metadata.event_id
    )


async def test_another_learner_reads_nothing(engine, take, story, make_events):
    await take(*story("alice"))
    reader, path = Reader(engine), make_events(learner="alice").path
    assert await reader.paths("bob") == ([], {"paths": []})
    assert await reader.path_version("bob", path) is None
    assert await reader.path("bob", path) is None


async def test_row_level_security_holds_without_the_query_s_own_condition(database, take, story):
    await take(*story("alice"), *story("bob"))
    sql = "SELECT cognito_user_id FROM learning.paths WHERE proposal IS NOT NULL"
    assert await database.seen(sql) == await database.seen(sql, learner="carol") == []
    assert await database.seen(sql, learner="alice") == [{"cognito_user_id": "alice"}]
    assert await database.seen(sql, scope="feed") == []
    assert await database.run("traclearn", sql) == [], "the owner is bound by it too"
    connection = await database.connect("progress")
    async with connection.transaction():
        await connection.execute("SET LOCAL learning.learner = 'alice'")
        assert await connection.execute("UPDATE learning.paths SET title = 'mine'") == "UPDATE 0"
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute("DELETE FROM learning.paths")
    await connection.close()


async def test_routes_of_paths_answer_their_owner_alone_on_real_tables(engine, take, story, make_events):
    await take(*story("alice"))
    path, alice, bob = make_events(learner="alice").path, {"Authorization": "alice"}, {"Authorization": "bob"}
    parts = (*[None] * 5, Reader(engine), None, None, None)
    app = api(Parts(*parts, ChangeListener(engine), Cache(None), Named(), None))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client:
        mine = await client.get(f"{ROUTE}/{path}", headers=alice)
        assert (mine.status_code, len(mine.json()["steps"])) == (200, 3)
        known = alice | {"If-None-Match": mine.headers["etag"]}
        assert (await client.get(f"{ROUTE}/{path}", headers=known)).status_code == 304
        listed = await client.get(ROUTE, headers=alice)
        assert [one["id"] for one in listed.json()["paths"]] == [str(path)]
        assert (await client.get(f"{ROUTE}/{path}", headers=bob | known | bob)).status_code == 404
        assert (await client.get(ROUTE, headers=bob)).json() == {"paths": []}


async def test_path_id_that_is_taken_stays_its_first_owner_s(engine, take, story, make_events):
    await take(*story("alice"))
    events = make_events(learner="alice")
    forged = events.path_request(minute=50)
    metadata = forged.metadata.model_copy(update={"learner": "mallory"})
    before = await Reader(engine).path("alice", events.path)
    await take(forged.model_copy(update={"metadata": metadata}))
    assert await Reader(engine).path("alice", events.path) == before
    assert (await Reader(engine).paths("mallory"))[1] == {"paths": []}
    last = (await Reader(engine).changes(0, 10))[-1]
    assert (last["kind"], last["reason"], last["learner"]) == ("rejected", "not_yours", "mallory")
    assert "path" not in last


async def test_page_of_large_paths_ends_before_it_is_too_large(engine, take, make_events):
    """30 steps with passages of 4,000 characters: what a path may have."""
    sizes = []
    for number in range(25):
        events = make_events(learner=f"learner {number}")
        large = events.path_generated(concepts=[f"concept {n}" for n in range(30)])
        steps = [
            step.model_copy(update={"source": step.source.model_copy(update={"text": "x" * 4000})})
            for step in large.data.steps
        ]
        await take(large.model_copy(update={"data": large.data.model_copy(update={"steps": steps})}))
    reader, position, rows = Reader(engine), 0, []
    while page := await reader.changes(position, 500):
        sizes.append(len(json.dumps(page).encode()))
        rows += page
        position = page[-1]["id"]
    assert len(rows) == 25 and len({row["path"]["id"] for row in rows}) == 25
    assert len(sizes) > 1 and all(size < MAX_PAGE_BYTES * 1.05 for size in sizes)


async def test_row_larger_than_a_page_comes_alone(engine, take, story, monkeypatch):
    await take(*story("alice"))
    monkeypatch.setattr("progress.adapters.reader.MAX_PAGE_BYTES", 10)
    reader = Reader(engine)
    first = await reader.changes(0, 500)
    assert len(first) == 1
    assert len(await reader.changes(first[0]["id"], 500)) == 1


async def test_unknown_path_has_no_version(engine):
    assert await Reader(engine).path_version("alice", uuid4()) is None
