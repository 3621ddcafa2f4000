"""Events for the scenes, cut from the golden examples."""

import json
from uuid import uuid4

from traclearn_contracts.events import TYPES, parse
from traclearn_contracts.files import CONTRACTS

SOURCE = "traclearn.grader"


def example(path, **data):
    """A new event in the shape of a golden example."""
    given = json.loads((CONTRACTS / "examples" / path).read_text())
    detail = given["detail"]
    detail["metadata"]["event_id"] = detail["metadata"]["correlation_id"] = str(uuid4())
    detail["data"] |= data
    return parse(given["source"], given["detail-type"], detail)


def answer(**data):
    return example("AnswerSubmitted.v1/plain.json", **data)


def question(**data):
    return example("QuestionPublished.v1/shared.json", **data)


def said_by_s3(name="Object Created", **changes):
    """A whole EventBridge body, as no producer of ours writes it."""
    body = json.loads((CONTRACTS / f"examples/external/{name}.json").read_text())
    return json.dumps(body | {"id": str(uuid4())} | changes)


def started(event):
    """What a handler announces."""
    data = {"ticket": event.data.ticket, "attempt": 1, "learner": event.metadata.learner}
    return event.causes(SOURCE, TYPES["GradingStarted.v1"].model_validate(data))


def graded(event):
    """What a handler returns."""
    golden = json.loads((CONTRACTS / "examples/AnswerGraded.v1/partly.json").read_text())
    return event.causes(SOURCE, TYPES["AnswerGraded.v1"].model_validate(golden["detail"]["data"]))


def ungradable(event):
    """The visible failure."""
    golden = json.loads((CONTRACTS / "examples/AnswerUngradable.v1/failed.json").read_text())
    return event.causes(SOURCE, TYPES["AnswerUngradable.v1"].model_validate(golden["detail"]["data"]))
