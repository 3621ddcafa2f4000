"""Every consumer takes every example, and what a service really says is what the contracts say."""

import json

import jsonschema
import pytest
from traclearn_contracts.events import parse
from traclearn_contracts.files import CONTRACTS

from .answers import ANSWERS
from .services import TOPOLOGY, Services, Work, example

EXAMPLES = sorted(f"{path.parent.name}/{path.stem}" for path in (CONTRACTS / "examples").glob("*/*.json"))
QUESTION = example("QuestionPublished.v1/shared")
ANSWER = example("AnswerSubmitted.v1/plain")


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
    assert set(Services().handlers[queue.name]) == routed


@pytest.mark.parametrize("name", EXAMPLES)
async def test_every_consumer_takes_every_example(name):
    services = Services()
    await services.send(*of(QUESTION))
    heard = len(services.progress_store.feed)
    assert "progress" in await services.send(*of(example(name)))
    echoes = [str(change.event_id) for change in services.progress_store.feed[heard:]]
    assert example(name)["detail"]["metadata"]["event_id"] in echoes
    assert "rejected" not in {change.kind for change in services.progress_store.feed}


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


@pytest.mark.parametrize("asked", [True, False])
async def test_an_answer_that_failed_is_told_in_the_contracts_words(asked):
    services = Services()
    if asked:
        await services.send(*of(QUESTION))
    (said,) = await services.failures.failed(parse(*of(ANSWER)), 'it\'s "broken" ' * 200, Work())
    assert fits(said)["data"]["reason"] == ("grader_failed" if asked else "no_question")
    assert "progress" in await services.send(said.source, said.detail_type, said.detail())
