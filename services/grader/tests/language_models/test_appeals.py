"""An appeal: who looks a second time, what they are told, and what happens where nobody does."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from grader.application.budgeted_calls import BudgetedCalls
from grader.application.panel import Panel
from grader.application.second_grading import SecondGrading
from grader.domain.course import course_of
from grader.domain.errors import CallsStopped
from grader.handlers.answers import Answers
from grader.handlers.appeals import Appeals
from grader.handlers.failures import failed
from grading import LEARNING, grading
from memory_store import Memory, example
from model_server import document_of, verdicts
from traclearn_contracts.models import AppealAssessedV1
from traclearn_worker import Busy
from traclearn_worker.testing import FakeWork

HOUR = timedelta(hours=1)


@pytest.fixture
async def store():
    store = Memory()
    await store.upsert_question(example("QuestionPublished.v1/shared").data)
    return store


@pytest.fixture
def panels(offline, server, opened):
    """Without models, with one, and with two."""
    models = [opened(name, server.address) for name in ("openai", "anthropic")]
    return SimpleNamespace(none=Panel(offline), one=Panel(offline, models[:1]), two=Panel(offline, models))


async def submit(panel, store):
    graded, *_ = await Answers(grading(panel), HOUR).handle(
        example("AnswerSubmitted.v1/plain"), FakeWork(store)
    )
    return graded.data


def appeal(minutes=0, **changes):
    """Made so many minutes ago."""
    made = example("GradeAppealed.v1/plain")
    at = datetime.now(UTC) - timedelta(minutes=minutes)
    return made.model_copy(
        update={"metadata": made.metadata.model_copy(update={"occurred_at": at, **changes})}
    )


async def assess(panel, store, event=None, work=None):
    appeals = Appeals(SecondGrading(panel, LEARNING, BudgetedCalls()), LEARNING, HOUR)
    (said,) = await appeals.handle(event or appeal(), work or FakeWork(store))
    assert isinstance(said.data, AppealAssessedV1) and said.source == "traclearn.grader"
    return said.data


def outcome(said):
    return said.outcome, said.why


async def test_offline_grade_without_models_goes_to_an_author(panels, store):
    await submit(panels.none, store)
    said = await assess(panels.none, store)
    assert outcome(said) == ("to_author", "no_second_voice") and said.score is None and said.grader is None
    assert said.reply_id is None


async def test_model_looks_at_an_offline_grade_and_is_not_told_what_that_found(panels, server, store):
    graded = await submit(panels.none, store)
    said = await assess(panels.one, store)
    assert (said.grader, said.provenance.provider) == ("openai/gpt-5-mini", "openai")
    asked = document_of(server.asked[0])
    assert asked.keys() == {"question", "full_answers", "points", "material", "graded_answers", "answer"}
    assert (
        asked["graded_answers"] == [] and str(graded.score) not in server.asked[0]["messages"][-1]["content"]
    )


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (("yes", "yes"), ("stands", "second_agrees")),
        (("yes", "no"), ("to_author", "second_differs")),
        (("no", "partly"), ("to_author", "second_differs")),
    ],
)
async def test_other_model_of_the_panel_looks_and_the_grade_stands_where_it_agrees(
    panels, server, store, said, expected
):
    server.script = [lambda asked, verdict=verdict: verdicts(asked, verdict) for verdict in said]
    assert (await submit(panels.one, store)).grader == "openai/gpt-5-mini"
    found = await assess(panels.two, store)
    assert found.grader == "anthropic/claude-haiku-4-5" and outcome(found) == expected
    assert found.appeal == appeal().metadata.event_id


async def test_second_look_names_the_reply_that_it_comes_from(panels, server, store):
    first = await submit(panels.one, store)
    looked = await assess(panels.two, store)
    kept = {reply.call: reply for reply in await store.list_replies(42, looked.learner, looked.attempt)}
    second = kept["appeal by anthropic/claude-haiku-4-5"]
    assert looked.reply_id == second.reply_id == "msg_1" and second.reply["provider"] == "anthropic"
    assert first.reply_id == kept["grade by openai/gpt-5-mini"].reply_id == "chatcmpl-1"


async def test_points_that_are_opposite_differ_even_where_the_scores_are_near(panels, server, store):
    """Two points of two: 2/3 against 1/3 is near enough for nobody, so the weights are made equal here."""
    known = store.questions[42]
    rubric = tuple(point.model_copy(update={"weight": 1.0}) for point in known.question.rubric)
    store.questions[42] = known.model_copy(
        update={"question": known.question.model_copy(update={"rubric": rubric})}
    )

    def said(*words):
        return lambda asked: [
            found | {"verdict": word} for found, word in zip(verdicts(asked), words, strict=True)
        ]

    server.script = [said("yes", "no"), said("no", "yes")]
    await submit(panels.one, store)
    assert outcome(await assess(panels.two, store)) == ("to_author", "second_differs")


async def test_only_model_is_no_second_voice_for_itself(panels, server, store):
    await submit(panels.one, store)
    assert (
        outcome(await assess(panels.one, store)) == ("to_author", "no_second_voice")
        and len(server.asked) == 1
    )


async def test_model_that_is_away_is_waited_for_until_the_deadline(panels, server, store):
    await submit(panels.none, store)
    server.script = [(503, {}), (503, {})]
    with pytest.raises(Busy) as waits:
        await assess(panels.one, store, appeal(minutes=59))
    assert waits.value.delay * 20 > HOUR.total_seconds()
    said = await assess(panels.one, store, appeal(minutes=61))
    assert outcome(said) == ("to_author", "no_second_voice")


async def test_appeal_without_budget_waits_too(panels, server, store):
    await submit(panels.none, store)
    store.budget.refusal = CallsStopped(datetime.now(UTC).date())
    with pytest.raises(Busy):
        await assess(panels.one, store)
    assert not server.asked


async def test_reply_that_was_lost_is_not_bought_again(panels, server, store):
    await submit(panels.none, store)
    server.script = [None]
    assert outcome(await assess(panels.one, store)) == ("to_author", "no_second_voice")


async def test_redelivery_and_another_appeal_of_the_same_grade_pay_nothing(panels, server, store):
    await submit(panels.none, store)
    work = FakeWork(store)
    first = await assess(panels.one, store, work=work)
    assert await assess(panels.one, store, work=work) == first
    other = appeal(event_id=uuid4())
    assert await assess(panels.one, store, other) == first.model_copy(
        update={"appeal": other.metadata.event_id}
    )
    assert len(server.asked) == 1


async def test_two_appeals_at_one_moment_pay_one_look_and_hear_the_same(panels, server, store):
    """The second comes while the first is being looked at."""
    await submit(panels.none, store)
    other, heard = appeal(event_id=uuid4()), []

    class Overtaken(FakeWork):
        async def once(self, *arguments, **options):
            with pytest.raises(Busy):
                await assess(panels.one, store, other)
            return await super().once(*arguments, **options)

    heard.append(await assess(panels.one, store, work=Overtaken(store)))
    heard.append(await assess(panels.one, store, other))
    assert len(server.asked) == 1 and outcome(heard[0]) == outcome(heard[1])


async def test_appeal_whose_look_was_claimed_and_never_made_goes_to_an_author_in_time(panels, server, store):
    await submit(panels.none, store)
    await store.claim_assessment(uuid4(), 42, appeal().metadata.learner, 1, 1)
    with pytest.raises(Busy):
        await assess(panels.one, store, appeal(minutes=59))
    assert outcome(await assess(panels.one, store, appeal(minutes=61))) == ("to_author", "no_second_voice")
    assert not server.asked


async def test_course_that_refuses_models_goes_to_an_author(panels, server, store):
    await submit(panels.none, store)
    known = store.questions[42]
    store.questions[42] = known.model_copy(update={"course": "Physics"})
    refused = example("CourseChanged.v1/models-and-budget", subject="Physics", language_models="refused")
    await store.save_course(course_of(refused))
    assert outcome(await assess(panels.one, store)) == ("to_author", "no_second_voice") and not server.asked


async def test_persons_grade_and_answer_that_is_not_kept_go_to_an_author(panels, server, store):
    assert outcome(await assess(panels.one, store)) == ("to_author", "no_second_voice")
    await submit(panels.one, store)
    await store.save_override(example("GradeOverridden.v1/decides-an-appeal"), None)
    assert (
        outcome(await assess(panels.one, store)) == ("to_author", "no_second_voice")
        and len(server.asked) == 1
    )


async def test_appeal_that_is_given_up_goes_to_an_author(store):
    (said,) = await failed(appeal(), "TimeoutError", FakeWork(store))
    assert outcome(said.data) == ("to_author", "no_second_voice")
