"""The authors' list of generated questions on the real tables."""

from uuid import UUID, uuid4

import pytest
from progress.adapters.pages import Page
from progress.adapters.staff_reader import StaffReader

pytestmark = pytest.mark.stack


@pytest.fixture
def listed(engine):
    async def listed(subject=None, state=None, after=0, limit=100):
        return await StaffReader(engine).generated_questions(subject, state, Page(limit, after))

    return listed


async def test_newest_first_by_subject_state_and_page(take, listed, events):
    ids = [uuid4() for _ in range(5)]
    await take(
        *(
            events.question_drafted(n, question_id=id_, subject="git" if n == 3 else "databases")
            for n, id_ in enumerate(ids)
        ),
        events.question_reviewed(9, "withdrawn", question_id=ids[1]),
        events.question_reviewed(9, "approved", question_id=uuid4()),
    )

    async def found(**wanted):
        page = await listed(**wanted)
        return [ids.index(UUID(question["question_id"])) for question in page["questions"]]

    assert await found() == [4, 3, 2, 1, 0]
    assert await found(subject="git") == [3]
    assert await found(state="withdrawn") == [1]
    assert await found(subject="databases", state="drafted") == [4, 2, 0]
    assert (await found(limit=2), await found(after=2, limit=2)) == ([4, 3], [2, 1])
    assert (await listed(limit=2))["next"] == 2 and (await listed(after=4))["next"] is None


async def test_uses_count_the_tickets_that_ask_it(engine, database, take, events, make_events):
    await database.run("trac", "INSERT INTO public.ticket (id, type) VALUES (1, 'task'), (2, 'task')")
    drafted, tickets = events.question_drafted(1), [make_events(ticket=n) for n in (1, 2)]
    await take(
        drafted,
        *(
            each.question(2, question_id=drafted.data.question_id, source="traclearn.path-generator")
            for each in tickets
        ),
    )
    reader, question_id = StaffReader(engine), drafted.data.question_id
    assert (await reader.generated_question(question_id))["uses"] == 2
    await take(tickets[1].question(3))
    found = await reader.generated_question(question_id)
    assert (found["uses"], found["reference"]) == (1, "A lock keeps others out.")
    assert await reader.generated_question(uuid4()) is None


async def test_references_are_for_staff_alone(database, take, events):
    await take(events.question_drafted(1))
    sql = "SELECT draft FROM learning.generated_questions"
    assert await database.seen(sql) == await database.seen(sql, learner="learner") == []
    assert await database.seen(sql, scope="feed") == []
    assert len(await database.seen(sql, scope="staff")) == 1


async def test_disputed_come_first_until_an_author_looks(engine, database, take, events, make_events):
    await database.run("trac", "INSERT INTO public.ticket (id, type) VALUES (1, 'task'), (2, 'task')")
    others, disputed = [uuid4(), uuid4()], uuid4()
    tickets = [make_events(ticket=n, learner=f"learner {n}") for n in (1, 2)]
    await take(
        events.question_drafted(1, question_id=disputed),
        *(events.question_drafted(n + 2, question_id=id_) for n, id_ in enumerate(others)),
        *(each.question(2, question_id=disputed, source="traclearn.path-generator") for each in tickets),
        tickets[0].question_disputed(5, "odd"),
        tickets[1].question_disputed(6, "odder"),
        tickets[1].question_disputed(7),
    )
    reader = StaffReader(engine)
    first, *rest = (await reader.generated_questions(None, None, Page(10)))["questions"]
    assert (first["question_id"], first["disputes"], first["notes"]) == (str(disputed), 2, ["odd"])
    assert "learner" not in str(first)
    assert [(one["disputes"], one["notes"]) for one in rest] == [(0, []), (0, [])]
    await take(events.question_reviewed(9, question_id=disputed))
    listed = (await reader.generated_questions(None, None, Page(10)))["questions"]
    assert [one["question_id"] for one in listed] == [str(id_) for id_ in (*others[::-1], disputed)]
    assert listed[-1]["disputes"] == 0


async def test_latest_word_on_a_course_is_listed(take, listed, events):
    assert (await listed())["courses"] == []
    await take(events.course_changed(2, "after_review"), events.course_changed(1, "at_once"))
    assert (await listed())["courses"] == [{"subject": "databases", "generated_questions": "after_review"}]
