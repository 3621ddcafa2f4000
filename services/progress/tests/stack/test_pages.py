"""Lists behind a cursor: each row once, in the order of the list, whatever comes and goes meanwhile."""

import pytest
from progress.adapters.desk_reader import DeskReader
from progress.adapters.gradebook import Gradebook
from progress.adapters.pages import Page
from progress.adapters.staff_reader import StaffReader
from progress.domain.errors import BadCursor

pytestmark = pytest.mark.stack
UNSURE = {"needs_review": True, "flags": ["low_confidence"]}
LEARNERS = ("ann", "bob", "cid", "dan", "eve")


@pytest.fixture(autouse=True)
async def tickets(database):
    await database.run("trac", "INSERT INTO ticket (summary) SELECT 'q' FROM generate_series(1, 42)")


@pytest.fixture
def events(make_events):
    """By (ticket, learner)."""
    return {
        (ticket, learner): make_events(ticket=ticket, learner=learner)
        for ticket in (1, 2, 42)
        for learner in LEARNERS
    }


@pytest.fixture
async def answered(take, events):
    for each in events.values():
        await take(each.answer(), each.grade(**UNSURE))


async def all_pages(read, name, size, meanwhile=None):
    """Each page's rows, until there is none."""
    pages, cursor = [], None
    while True:
        found = await read(Page(size, cursor=cursor))
        pages.append(found[name])
        cursor = found["next_cursor"]
        if cursor is None:
            return pages
        if meanwhile:
            await meanwhile()


@pytest.mark.parametrize("size", [1, 2, 4, 15, 100])
async def test_gradebook_in_pages_is_the_whole_gradebook(engine, answered, size):
    async def read(page):
        return await Gradebook(engine).grades(None, page)

    pages = await all_pages(read, "grades", size)
    whole = (await read(Page(500)))["grades"]
    assert [row for page in pages for row in page] == whole and len(whole) == 15
    assert all(len(page) == size for page in pages[:-1])


@pytest.mark.parametrize("size", [1, 2, 4])
async def test_desk_in_pages_is_the_whole_desk(engine, answered, size):
    desk = DeskReader(engine)

    async def read(page):
        return await desk.answers(42, page)

    whole = (await read(Page(100)))["answers"]
    pages = await all_pages(read, "answers", size)
    assert [row for page in pages for row in page] == whole and len(whole) == 5
    questions = await all_pages(lambda page: desk.questions(None, page), "questions", size)
    assert [row["ticket_id"] for page in questions for row in page] == [1, 2, 42]


async def test_answer_that_is_decided_meanwhile_hides_no_other(engine, take, events, answered):
    """With rows counted, the next page would leave one out for each that has gone."""
    desk, gone = DeskReader(engine), iter(LEARNERS)

    async def decide():
        await take(events[42, next(gone)].override())

    pages = await all_pages(lambda page: desk.answers(42, page), "answers", 1, decide)
    assert [row["learner"] for page in pages for row in page] == list(LEARNERS)


async def test_gaps_and_rulings_and_generated_questions_take_cursors(engine):
    reader = StaffReader(engine)
    for read in (
        reader.gaps,
        lambda page: reader.rulings(None, page),
        lambda page: reader.generated_questions(None, None, page),
    ):
        found = await read(Page(1))
        assert found["next"] is found["next_cursor"] is None


@pytest.mark.parametrize(
    "cursor", ["", "x", "é", "W10", "WzFd", "WyJhIiwgImIiXQ", "WzEsIDJd", "Wzk5OTk5OTk5OTk5LCAiYSJd"]
)
async def test_cursor_of_another_list_is_refused(engine, answered, cursor):
    with pytest.raises(BadCursor):
        await Gradebook(engine).grades(None, Page(1, cursor=cursor))
