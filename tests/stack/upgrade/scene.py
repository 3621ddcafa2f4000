"""The questions and answers of the dump: whose answer stands where when the old version ends."""

import json
from uuid import NAMESPACE_URL, uuid5

from traclearn_contracts.files import CONTRACTS

ASKED, LATE = 42, 43
"""Tickets: one with its question, one whose question comes after the upgrade."""
GRADED, UNSENT, PARKED, QUEUED, CLAIMED = "graded", "unsent", "parked", "queued", "claimed"
"""Learners, by where their answer is: graded and told; graded, its events still in the outbox; waiting for
its question; in the grader's queue; there and in the inbox, of a grader that was killed."""
LEARNERS = (GRADED, UNSENT, PARKED, QUEUED, CLAIMED)


def said(path, learner, **data):
    """A message of an event; the same call makes the same event."""
    given = json.loads((CONTRACTS / "examples" / path).read_text())
    detail = given["detail"]
    event_id = str(uuid5(NAMESPACE_URL, f"{path} {learner} {data}"))
    detail["metadata"] |= {"event_id": event_id, "correlation_id": event_id, "learner": learner}
    detail["data"] |= data
    wanted = {"source": given["source"], "detail-type": given["detail-type"], "detail": detail}
    return json.dumps(wanted | {"time": detail["metadata"]["occurred_at"]})


def question(ticket):
    return said("QuestionPublished.v1/shared.json", "an author", ticket=ticket)


def answer(learner):
    ticket = LATE if learner == PARKED else ASKED
    return said("AnswerSubmitted.v1/plain.json", learner, ticket=ticket, attempt=1)
