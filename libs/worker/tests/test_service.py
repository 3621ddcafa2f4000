"""What a service brings, and what its start refuses."""

import pytest
from traclearn_contracts import topology
from traclearn_contracts.events import TYPES, ContractError
from traclearn_contracts.models import (
    AnswerSubmittedV1,
    GradingStartedV1,
    Metadata,
)
from traclearn_worker import Misuse, Permanent, on
from traclearn_worker.service import Service
from worker_scenes.events import answer, question

GRADER = topology.read().consumer("grader")
HEARD = [TYPES[name] for name in sorted(GRADER.detail_types)]


async def handle(event, work):
    return []


def service(*models):
    routes = [on(model, handle) for model in models]
    return Service("grader", "traclearn.grader", routes, lambda connection: connection, consumes=GRADER)


def test_a_service_whose_handlers_are_those_of_its_queue_starts():
    assert service(*HEARD).handler(answer()) is handle


def test_a_handler_that_is_missing_or_never_called_ends_the_start_and_says_where_to_mend():
    with pytest.raises(Misuse) as raised:
        service(AnswerSubmittedV1, GradingStartedV1)
    for words in ("no handler for QuestionPublished.v1", "no rule brings GradingStarted.v1", "topology.yaml"):
        assert words in str(raised.value)


def test_who_may_not_say_it_is_refused_before_the_handler():
    grader = service(*HEARD)
    nobody = question().metadata.model_copy(update={"groups": ["learners"]})
    with pytest.raises(Permanent, match="needs the group authors"):
        grader.handler(question().model_copy(update={"metadata": nobody}))
    with pytest.raises(Permanent, match=r"does not come from traclearn\.progress"):
        grader.handler(answer().model_copy(update={"source": "traclearn.progress"}))


def test_a_model_that_is_no_event_has_no_route():
    with pytest.raises(ContractError, match="Metadata is the data of no event"):
        on(Metadata, handle)


def test_an_event_without_a_handler_is_permanent():
    lone = Service("lone", "", [on(AnswerSubmittedV1, handle)], lambda connection: connection)
    with pytest.raises(Permanent, match=r"lone has no handler for QuestionPublished\.v1"):
        lone.handler(question())
