"""The authors' desk on the real tables: what needs an author, in which order, and how far graders agree."""

import time
from uuid import UUID

import pytest
from progress.adapters.desk_reader import DeskReader
from progress.adapters.pages import Page
from progress.entrypoints.authors import MAX_PAGE_SIZE

pytestmark = pytest.mark.stack

TICKETS = "INSERT INTO public.ticket (id, type) SELECT n, 'task' FROM generate_series(42, 141) n"
UNSURE = {"needs_review": True, "flags": ["low_confidence", "source_orders"]}
SUSPICIOUS = {"needs_review": True, "flags": ["low_confidence", "keyword_pile"]}
GROUP = UUID("6b1c9a51-7d4e-5b0c-8a43-1d7f1c0e6d01")
FILL = (
    """INSERT INTO learning.ledger (id, cognito_user_id, ticket_id, attempt, score, items, provisional,
            confidence, needs_review, flags, sources, grader, person, revision, graded_at, source, event_id,
            cause)
        SELECT md5(n::text)::uuid, 'learner ' || n / 100, 42 + n % 100, 1, 0.5,
            '[{"id": "a", "verdict": "yes"}]', false, 0.7, n / 100 % 10 < 3,
            '["low_confidence"]', '[]', 'g', n / 100 % 50 = 0, 1,
            now() - n * interval '1 s', 's', gen_random_uuid(), 'first'
        FROM generate_series(0, 99999) n""",
    """INSERT INTO learning.grade_words (grade_id, cognito_user_id, feedback, items)
        SELECT id, cognito_user_id, 'ok', items FROM learning.ledger""",
    """INSERT INTO learning.progress (cognito_user_id, ticket_id, attempt, grade_id)
        SELECT cognito_user_id, ticket_id, attempt, id FROM learning.ledger""",
    """INSERT INTO learning.attempts (cognito_user_id, ticket_id, attempt, answer, grade_id, phase, phase_at)
        SELECT cognito_user_id, ticket_id, attempt, 'words', id, 'graded', graded_at FROM learning.ledger""",
)
ANALYZE = (
    "ANALYZE learning.ledger, learning.progress, learning.attempts, learning.appeals, learning.grade_words"
)
SECONDS = 3.0
"""For a page of the desk on so many attempts, the fastest of some tries; a tenth of it at rest."""
TRIES = 5


@pytest.fixture(autouse=True)
async def tickets(database):
    await database.run("trac", TICKETS)


@pytest.fixture
def reader(engine):
    return DeskReader(engine)


def learners(page):
    return [(answer["learner"], answer["attempt"], answer["why"]) for answer in page["answers"]]


async def test_appealed_then_flagged_then_uncertain_each_the_oldest_first(take, reader, make_events):
    events = {name: make_events(learner=name) for name in ("ann", "bob", "cid", "dan", "eve")}
    appeal = events["eve"].appeal()
    await take(
        *(each.answer() for each in events.values()),
        events["ann"].grade(),
        events["bob"].grade(**UNSURE, similarity_group=str(GROUP)),
        events["cid"].grade(revision=2, **UNSURE),
        events["dan"].grade(**SUSPICIOUS),
        events["eve"].grade(**UNSURE),
        *(appeal, events["eve"].assessed(appeal)),
    )
    page = await reader.answers(42, Page(100))
    assert learners(page) == [
        ("eve", 1, "appealed"),
        ("dan", 1, "flagged"),
        ("bob", 1, "uncertain"),
        ("cid", 1, "uncertain"),
    ]
    (question,) = page["questions"]
    counts = {"appealed": 1, "flagged": 1, "uncertain": 2}
    oldest_at = "2026-01-15T09:13:00+00:00"
    assert question == {"ticket_id": 42, "course": None, **counts, "oldest_at": oldest_at}
    assert [answer["group"] for answer in page["answers"]] == [None, None, str(GROUP), None]
    assert page["answers"][0]["appeal"]["state"] == "with_author"
    assert page["answers"][1]["appeal"] is None
    shown = page["answers"][1]["grade"]
    assert (shown["score"], shown["flags"], shown["grader"]) == (0.5, SUSPICIOUS["flags"], "offline/test")
    assert shown["items"][0]["quote"] == "words" and shown["feedback"] == "Half of it."
    assert page["agreement"] == [] and page["next"] is page["next_cursor"] is None
    page = await reader.answers(42, Page(2, 1))
    assert learners(page) == [("dan", 1, "flagged"), ("bob", 1, "uncertain")] and page["next"] == 3


async def test_answer_that_no_longer_matters_needs_nobody(take, reader, events):
    """Attempt 2 is the best one and 3 the newest."""
    await take(
        *(events.answer(attempt) for attempt in (1, 2, 3)),
        events.grade(1, score=0.4, **UNSURE),
        events.grade(2, score=0.9, **UNSURE),
        events.grade(3, score=0.2, **UNSURE),
    )
    assert learners(await reader.answers(42, Page(9))) == [
        ("learner", 2, "uncertain"),
        ("learner", 3, "uncertain"),
    ]


async def test_appeal_is_answered_though_a_later_attempt_counts(take, reader, events):
    appeal = events.appeal()
    story = [events.answer(1), events.grade(1), events.answer(2), events.grade(2, score=0.9)]
    await take(*story, appeal, events.assessed(appeal))
    assert learners(await reader.answers(42, Page(9))) == [("learner", 1, "appealed")]


async def test_decided_answer_leaves_the_desk_and_a_withdrawal_brings_it_back(take, reader, events):
    override = events.override()
    await take(events.answer(), events.grade(**UNSURE), override)
    nothing = {"questions": [], "answers": [], "agreement": []}
    assert await reader.answers(42, Page(9)) == nothing | {"next": None, "next_cursor": None}
    assert (await reader.questions(None, Page(9)))["questions"] == []
    await take(events.withdrawal(override))
    assert learners(await reader.answers(42, Page(9))) == [("learner", 1, "uncertain")]


async def test_open_appeal_and_one_that_stands_need_no_author(take, reader, events):
    appeal = events.appeal()
    await take(events.answer(), events.grade(), appeal)
    assert learners(await reader.answers(42, Page(9))) == []
    await take(events.assessed(appeal, "stands"))
    assert learners(await reader.answers(42, Page(9))) == []


async def test_questions_with_appeals_first_by_course_and_page(take, reader, events, make_events):
    other = make_events(ticket=43)
    appeal = other.appeal(minute=50)
    await take(
        events.question(rules={"course": "git"}),
        *(events.answer(), events.grade(**UNSURE)),
        *(other.answer(), other.grade(), appeal, other.assessed(appeal)),
    )
    page = await reader.questions(None, Page(100))
    assert [(each["ticket_id"], each["course"]) for each in page["questions"]] == [(43, None), (42, "git")]
    assert page["answers"] == page["agreement"] == ()
    assert [each["ticket_id"] for each in (await reader.questions("git", Page(9)))["questions"]] == [42]
    page = await reader.questions(None, Page(1))
    assert [each["ticket_id"] for each in page["questions"]] == [43] and page["next"] == 1


async def test_agreement_counts_points_that_an_author_judged(take, reader, make_events):
    """Of the author's grades those that count; a point that the grader never had tells nothing."""
    found = [{"id": one, "label": one.upper(), "verdict": "yes", "quote": None} for one in ("a", "b")]
    judged = [{"id": "a", "verdict": "yes"}, {"id": "b", "verdict": "no"}, {"id": "new", "verdict": "no"}]
    events = [make_events(learner=name) for name in ("ann", "bob", "cid")]
    overrides = [each.override(said={"items": judged[:2] if n else judged}) for n, each in enumerate(events)]
    await take(
        *(each.answer() for each in events),
        *(each.grade(items=found) for each in events),
        *overrides,
        events[1].override(revision=2, said={"items": [{"id": "b", "verdict": "yes"}]}),
        events[2].withdrawal(overrides[2]),
    )
    assert (await reader.answers(42, Page(9)))["agreement"] == [
        {"item": "a", "label": "A", "judged": 1, "same": 1},
        {"item": "b", "label": "B", "judged": 2, "same": 1},
    ]


async def test_desk_of_100_000_attempts_is_there_at_once(database, reader):
    connection = await database.connect("progress")
    async with connection.transaction():
        await connection.execute("SET LOCAL learning.scope = 'projector'")
        for statement in FILL:
            await connection.execute(statement)
    await connection.close()
    await database.run("traclearn", ANALYZE)
    for ask in (
        lambda: reader.questions(None, Page(MAX_PAGE_SIZE)),
        lambda: reader.answers(49, Page(MAX_PAGE_SIZE)),
    ):
        took = []
        for _ in range(TRIES):
            began = time.perf_counter()
            page = await ask()
            took.append(time.perf_counter() - began)
        assert min(took) < SECONDS
        assert page["questions"][0]["uncertain"] == 280
