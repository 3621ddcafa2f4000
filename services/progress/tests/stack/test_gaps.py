"""What was asked for and is not covered, on the real tables."""

import pytest
from progress.adapters.staff_reader import StaffReader

pytestmark = pytest.mark.stack
PANCAKES = "to bake pancakes"


@pytest.fixture
def gaps(engine):
    async def gaps(after=0, limit=100):
        return await StaffReader(engine).gaps(after, limit)

    return gaps


@pytest.fixture
def refused(make_events):
    """A request of a learner's that came to nothing."""

    def refused(learner, minute, topic=PANCAKES, goal="teach me to bake pancakes", **data):
        return make_events(learner=learner).path_unavailable(minute, topic=topic, goal=goal, **data)

    return refused


async def test_gaps_are_grouped_by_topic_and_ordered_by_demand(take, gaps, refused, make_events):
    again = make_events(learner="bob").path_request(9, "another path").metadata.event_id
    await take(
        refused("alice", 7, "knots", "knots"),
        refused("bob", 5, goal="Teach me to bake PANCAKES!"),
        refused("bob", 8, path=again),
        refused("carol", 6, nearest=[]),
    )
    first, second = (await gaps())["gaps"]
    assert first | {"nearest": []} == {
        "goal": "Teach me to bake PANCAKES!",
        "learners": 2,
        "requests": 3,
        "first_at": "2026-01-15T09:05:00+00:00",
        "last_at": "2026-01-15T09:08:00+00:00",
        "nearest": [],
    }
    assert first["nearest"], "as it was said last"
    assert (second["goal"], second["learners"], second["requests"]) == ("knots", 1, 1)


async def test_gaps_come_by_the_page(take, gaps, refused):
    await take(*(refused(f"learner {n}", n, f"topic {n}", f"topic {n}") for n in range(5)))
    page, seen = await gaps(0, 2), []
    while page["next"] is not None:
        seen += page["gaps"]
        page = await gaps(page["next"], 2)
    seen += page["gaps"]
    assert [gap["goal"] for gap in seen] == [f"topic {n}" for n in (4, 3, 2, 1, 0)]


async def test_path_for_the_same_goal_closes_the_gap_until_it_opens_again(take, gaps, refused, make_events):
    await take(refused("alice", 5))
    assert len((await gaps())["gaps"]) == 1
    await take(make_events(learner="bob").path_generated(9, topic=PANCAKES))
    assert (await gaps())["gaps"] == []
    await take(refused("dave", 7))
    assert (await gaps())["gaps"] == [], "that was before the path"
    await take(refused("carol", 12))
    assert [(gap["learners"], gap["first_at"][14:16]) for gap in (await gaps())["gaps"]] == [(1, "12")]


@pytest.mark.parametrize("reason", ["nothing_left", "too_many_requests", "failed"])
async def test_path_unavailable_for_another_reason_is_no_gap(take, gaps, refused, reason):
    await take(refused("alice", 5, reason=reason))
    assert (await gaps())["gaps"] == []


async def test_given_up_request_is_still_a_gap(take, gaps, refused, make_events):
    await take(refused("alice", 5), make_events(learner="alice").path_changed(9, state="given_up"))
    assert [gap["requests"] for gap in (await gaps())["gaps"]] == [1]


async def test_goal_without_a_word_is_no_gap(take, gaps, refused):
    await take(refused("alice", 5, topic="", goal="?!"))
    assert (await gaps())["gaps"] == []


async def test_gaps_of_before_are_grouped_by_their_goals(database, take, gaps, refused):
    database.alembic("downgrade", "012")
    sql = """
        SELECT set_config('learning.scope', 'projector', false);
        INSERT INTO learning.paths (title, query_text, cognito_user_id, refusal) VALUES
        ('x', 'Bake  Pancakes', 'alice', '{said}'), ('x', 'bake pancakes ', 'bob', '{said}')"""
    said = '{"at": "2026-01-15T09:05:00+00:00", "data": {"reason": "not_covered", "nearest": []}}'
    connection = await database.connect("progress")
    await connection.execute(sql.replace("{said}", said))
    await connection.close()
    database.alembic("upgrade", "head")
    assert [(gap["learners"], gap["requests"]) for gap in (await gaps())["gaps"]] == [(2, 2)]


async def test_staff_read_paths_and_change_none(database, take, refused):
    await take(refused("alice", 5))
    assert len(await database.seen("SELECT 1 FROM learning.paths", scope="staff")) == 1
    for table in ("progress", "attempts", "grades", "changes"):
        assert await database.seen(f"SELECT 1 FROM learning.{table}", scope="staff") == []
    connection = await database.connect("progress")
    async with connection.transaction():
        await connection.execute("SET LOCAL learning.scope = 'staff'")
        assert await connection.execute("UPDATE learning.paths SET title = 'mine'") == "UPDATE 0"
    await connection.close()
