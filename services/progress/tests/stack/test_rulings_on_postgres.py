"""The authors' list of rulings on the real tables."""

import pytest
from progress.adapters.pages import Page
from progress.adapters.staff_reader import StaffReader

pytestmark = pytest.mark.stack

TICKETS = "INSERT INTO public.ticket (id, type) VALUES (42, 'task'), (43, 'task')"


@pytest.fixture
def listed(engine):
    async def listed(ticket=None, after=0, limit=100):
        return await StaffReader(engine).rulings(ticket, Page(limit, after))

    return listed


@pytest.fixture
async def tickets(database):
    await database.run("trac", TICKETS)


def following(ruling, item="a"):
    known = {"id": item, "label": "A", "verdict": "yes", "quote": "names them"}
    return {"items": [known | {"ruling": str(ruling.metadata.event_id)}]}


async def test_newest_first_by_ticket_and_page_with_how_many_grades_cite_each(
    take, listed, events, make_events, tickets
):
    first, second = events.ruling_made(70), events.ruling_made(71, "it links them", verdict="no")
    other = make_events(ticket=43).ruling_made(72)
    await take(
        *(first, second, other, events.ruling_revoked(80)),
        events.grade(1, **following(first)),
        events.grade(1, revision=2, **following(first)),
        events.grade(2, **following(second)),
        events.grade(3),
        make_events(ticket=43).grade(1),
    )
    page = await listed()
    assert [(each["words"], each["ticket_id"], each["cited"]) for each in page["rulings"]] == [
        ("it names them", 43, 0),
        ("it links them", 42, 1),
        ("it names them", 42, 2),
    ]
    assert [each["revoked_at"] is None for each in page["rulings"]] == [True, True, False]
    assert [each["ticket_id"] for each in (await listed(ticket=43))["rulings"]] == [43]
    page = await listed(ticket=42, after=1, limit=1)
    assert [each["words"] for each in page["rulings"]] == ["it names them"] and page["next"] is None
    assert (await listed(limit=2))["next"] == 2


async def test_revocation_before_its_ruling_shows_nothing_yet(take, listed, events, tickets):
    await take(events.ruling_revoked(80))
    assert (await listed())["rulings"] == []
    await take(events.ruling_made(70))
    assert [each["revoked_at"] for each in (await listed())["rulings"]] == ["2026-01-15T10:20:00+00:00"]


async def test_rulings_are_for_staff_alone(database, take, events, tickets):
    await take(events.ruling_made())
    sql = "SELECT words FROM learning.rulings"
    assert await database.seen(sql) == await database.seen(sql, learner="learner") == []
    assert await database.seen(sql, scope="feed") == []
    assert len(await database.seen(sql, scope="staff")) == 1
