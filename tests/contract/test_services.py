"""Every consumer takes every example, and what a service really says is what the contracts say."""

import json
from uuid import uuid4

import jsonschema
import pytest
from grader.handlers.failures import failed
from indexer.application.events import EventFactory
from indexer.domain.documents.identity import Source
from path_generator.application.ports import Place
from path_generator.domain.paths.gap import AcceptedPath, KnownStep
from progress.domain.path_document import path_document
from traclearn_contracts.events import parse
from traclearn_contracts.files import CONTRACTS
from traclearn_worker.testing import FakeWork

from .answers import ANSWERS
from .services import TOPOLOGY, Services, consumers, example, handled

GOLDEN = sorted((CONTRACTS / "examples").glob("*/*.json"))
EXAMPLES = [f"{path.parent.name}/{path.stem}" for path in GOLDEN if path.parent.name != "external"]
QUESTION = example("QuestionPublished.v1/shared")
ANSWER = example("AnswerSubmitted.v1/plain")

SOURCE = Source(document=uuid4(), revision=3, origin="upload", name="a/b.pdf", owner="author")


def schema(name):
    return json.loads((CONTRACTS / name).read_text())


def fits(event):
    detail = json.loads(json.dumps(event.detail()))
    for instance, name in ((detail, "envelope.json"), (detail["data"], f"events/{event.detail_type}.json")):
        jsonschema.validate(instance, schema(name), format_checker=jsonschema.FormatChecker())
    extra = detail["data"].keys() - schema(f"events/{event.detail_type}.json")["properties"].keys()
    assert not extra
    return detail


def of(event):
    return event["source"], event["detail-type"], event["detail"]


@pytest.mark.parametrize("queue", TOPOLOGY.queues, ids=lambda queue: queue.name)
def test_a_service_handles_exactly_what_its_queue_gets(queue):
    routed = {name for rule in queue.rules for name in rule.detail_types}
    assert handled(queue.name) == routed


async def test_regrade_is_asked_for_between_grader_and_grader_alone():
    services = Services()
    await services.send(*of(QUESTION))
    assert await services.send(*of(example("RegradeRequested.v1/provider-away"))) == ["grader"]
    assert not services.said


@pytest.mark.parametrize("name", [name for name in EXAMPLES if not name.startswith("RegradeRequested")])
async def test_every_consumer_takes_every_example(name):
    services = Services()
    await services.send(*of(QUESTION))
    heard = len(services.progress_store.feed)
    assert "progress" in await services.send(*of(example(name)))
    echoes = [str(change.event_id) for change in services.progress_store.feed[heard:]]
    assert example(name)["detail"]["metadata"]["event_id"] in echoes
    refused = {change.reason for change in services.progress_store.feed if change.kind == "rejected"}
    assert refused == ({"no_grade"} if name.startswith("GradeAppealed") else set()), "nobody was graded"


@pytest.mark.parametrize("name", ["Object Created", "Object Deleted"])
def test_what_s3_says_goes_to_the_indexer_alone(name):
    body = example(f"external/{name}")
    assert consumers(body["source"], body["detail-type"]) == ["indexer"]


@pytest.mark.parametrize("cause", ["external/Object Created", "WikiPageChanged.v1/changed"])
async def test_what_the_indexer_says_fits_the_contracts(cause):
    body = example(cause)
    event = parse(*of(body), body.get("time"))
    events = EventFactory(event, SOURCE)
    counts = {"chunks": 40, "generation": 17}
    shown = {"title": "T", "subject": "s", "type": "text/html", "embedded": 3, "dropped": 2, "model": "m"}
    said = [
        events.progressed("waiting", 16, 40, "y" * 2000),
        events.indexed(pages=None, **counts, **shown),
        events.rejected("scanned", "x" * 2000),
        events.removed(4, edges=3, concepts=5, **counts),
    ]
    services = Services()
    for each in said:
        assert fits(each)["metadata"]["correlation_id"] == str(event.metadata.correlation_id)
        assert "progress" in await services.send(each.source, each.detail_type, each.detail())
    assert [change.content["state"] for change in services.progress_store.feed] == [
        "waiting",
        "ready",
        "ready",
        "removed",
    ]


@pytest.mark.parametrize("text", [text[:2000] for text in ANSWERS.values()], ids=ANSWERS)
async def test_what_the_grader_says_fits_the_contracts(text):
    services = Services()
    await services.send(*of(QUESTION))
    answer = json.loads(json.dumps(ANSWER))
    answer["detail"]["data"]["answer"] = text
    await services.send(*of(answer))
    started, graded = services.said
    assert (started.detail_type, graded.detail_type) == ("GradingStarted.v1", "AnswerGraded.v1")
    for said in services.said:
        metadata = fits(said)["metadata"]
        assert metadata["causation_id"] == answer["detail"]["metadata"]["event_id"]
        assert metadata["learner"] == answer["detail"]["metadata"]["learner"]
    secret = QUESTION["detail"]["data"]["reference"]
    assert secret not in json.dumps(graded.detail())


async def test_an_answer_to_anothers_question_is_told_in_the_contracts_words():
    services = Services()
    theirs = json.loads(json.dumps(QUESTION))
    theirs["detail"]["data"]["learner"] = "someone-else"
    await services.send(*of(theirs))
    await services.send(*of(ANSWER))
    (said,) = services.said
    assert fits(said)["data"]["reason"] == "not_yours"


@pytest.mark.parametrize("goal", ["teach me isolation", "teach me to bake pancakes", *ANSWERS.values()])
async def test_what_the_path_generator_says_fits_the_contracts(goal):
    services = Services()
    request = example("PathRequested.v1/plain")
    request["detail"]["data"]["goal"] = goal[:1000] or "?"
    assert "path-generator" in await services.send(*of(request))
    for said in services.said:
        metadata = fits(said)["metadata"]
        assert metadata["causation_id"] == request["detail"]["metadata"]["event_id"]
    *progress, outcome = services.said
    assert {said.detail_type for said in progress} <= {"PathProgressed.v1", "QuestionDrafted.v1"}
    assert outcome.detail_type in {"PathGenerated.v1", "PathUnavailable.v1"}
    assert "criterion" not in json.dumps(outcome.detail())


async def test_questions_that_are_made_come_to_authors_and_their_word_to_the_generator():
    services = Services()
    await services.send(*of(example("PathRequested.v1/plain")))
    drafts = [said for said in services.said if said.detail_type == "QuestionDrafted.v1"]
    assert {one.data.question_id for one in drafts} == services.progress_store.generated.keys() != set()
    review = example("QuestionReviewed.v1/edited")
    review["detail"]["data"]["question_id"] = str(drafts[0].data.question_id)
    assert set(await services.send(*of(review))) == {"progress", "path-generator"}
    assert services.progress_store.generated[drafts[0].data.question_id].state == "edited"
    assert services.path_store.reviews[0].question == drafts[0].data.question_id
    assert set(await services.send(*of(example("QuestionDisputed.v1/with-a-note")))) == {
        "progress",
        "path-generator",
    }
    assert [one.ticket for one in services.progress_store.disputes] == [51]
    assert [ticket for ticket, _ in services.path_store.disputes] == [51]


async def test_questions_of_an_accepted_path_reach_the_grader():
    services = Services()
    request = example("PathRequested.v1/plain")
    await services.send(*of(request))
    path = services.said[-1].data
    created = example("PathCreated.v1/two-steps")
    created["detail"]["data"]["steps"] = [
        {"n": step.n, "step": str(step.step), "ticket": 50 + step.n} for step in path.steps
    ]
    assert [step.concept for step in path.steps] == ["transaction", "isolation"]
    await services.send(*of(created))
    assert {51, 52} <= services.grader_store.questions.keys()
    assert services.grader_store.questions[51].learner == created["detail"]["metadata"]["learner"]
    for said in services.said:
        fits(said)


async def test_what_left_the_material_reaches_the_learner_s_path():
    services = Services()
    await services.send(*of(example("PathRequested.v1/plain")))
    path = services.said[-1].data
    services.course.gone = {"transaction"}
    removed = example("ContentRemoved.v1/receipt")
    assert {"path-generator", "progress"} == set(await services.send(*of(removed)))
    said = services.said[-1]
    assert fits(said)["data"]["retired"] == [str(path.steps[0].step)]
    document = path_document(services.progress_store.paths[path.path])
    assert [step["retired"] for step in document["steps"]] == [True, False]


async def test_step_that_is_proposed_after_a_grade_fits_the_contracts():
    services = Services()
    request = example("PathRequested.v1/plain")
    await services.send(*of(request))
    path = services.said[-1].data
    dropped, kept = path.steps
    created = example("PathCreated.v1/two-steps")
    created["detail"]["data"]["steps"] = [{"n": 2, "step": str(kept.step), "ticket": 52}]
    await services.send(*of(created))
    known = [KnownStep(step.step, step.n, step.concept, is_taken=step == kept) for step in path.steps]
    place = Place(AcceptedPath(path.path, "Databases", 2, tuple(known)), known[1], {"1": "the transaction"})
    services.path_store.places = [place]
    graded = example("AnswerGraded.v1/partly")
    learner = request["detail"]["metadata"]["learner"]
    graded["detail"]["data"] |= {"ticket": 52, "score": 0.2, "learner": learner}
    await services.send(*of(graded))
    proposed = services.said[-1]
    data = fits(proposed)["data"]
    assert (data["step"]["concept"], data["before"]) == ("transaction", str(kept.step))
    assert "criterion" not in json.dumps(data) and "reference" not in json.dumps(data)
    *_, told = (row for row in services.progress_store.feed if row.kind == "path")
    (shown,) = told.path["proposed_steps"]
    assert (shown["step"], shown["n"]) == (str(dropped.step), 2)


async def test_passed_step_has_its_review_in_the_feed_whether_graded_or_accepted_first():
    for grade_first in (False, True):
        services = Services()
        request, created = example("PathRequested.v1/plain"), example("PathCreated.v1/two-steps")
        await services.send(*of(request))
        (step, _), learner = services.said[-1].data.steps, created["detail"]["metadata"]["learner"]
        created["detail"]["data"]["steps"] = [{"n": 1, "step": str(step.step), "ticket": 51}]
        graded = example("AnswerGraded.v1/partly")
        graded["detail"]["data"] |= {"ticket": 51, "learner": learner, "score": 0.9}
        for event in (graded, created) if grade_first else (created, graded):
            await services.send(*of(event))
        (said,) = [said for said in services.said if said.detail_type == "ReviewScheduled.v1"]
        fits(said)
        kept = services.progress_store.reviews[learner, 51]
        assert (kept.due_at, kept.reviews) == (said.data.due_at, 1)
        (row,) = [row for row in services.progress_store.feed if row.kind == "review"]
        assert row.review["due_at"] == kept.due_at.isoformat()


@pytest.mark.parametrize("order", [(0, 1), (1, 0), (0, 1, 0), (1, 0, 1)], ids=str)
async def test_of_two_answers_under_one_attempt_grader_and_progress_keep_the_same(order):
    """The earliest: no grade stands beside another answer's text."""
    services = Services()
    await services.send(*of(QUESTION))
    both = [json.loads(json.dumps(ANSWER)) for _ in range(2)]
    for number, answer in enumerate(both):
        answer["detail"]["data"]["answer"] = f"A commit records a snapshot, said answer {number}."
        answer["detail"]["metadata"] |= {
            "event_id": str(uuid4()),
            "occurred_at": f"2026-01-15T09:3{number}:00+00:00",
        }
    for number in order:
        await services.send(*of(both[number]))
    (record,) = services.progress_store.saved.values()
    attempt, first = record.attempts[1], both[0]["detail"]["metadata"]["event_id"]
    assert (attempt.answer.text, str(attempt.answer.event_id)) == (both[0]["detail"]["data"]["answer"], first)
    graded = {str(said.metadata.event_id): str(said.metadata.causation_id) for said in services.said}
    assert graded[str(attempt.grade.event_id)] == first


@pytest.mark.parametrize("asked", [True, False])
async def test_an_answer_that_failed_is_told_in_the_contracts_words(asked):
    services = Services()
    if asked:
        await services.send(*of(QUESTION))
    (said,) = await failed(parse(*of(ANSWER)), 'it\'s "broken" ' * 200, FakeWork(services.grader_store))
    assert fits(said)["data"]["reason"] == ("grader_failed" if asked else "no_question")
    assert "progress" in await services.send(said.source, said.detail_type, said.detail())
