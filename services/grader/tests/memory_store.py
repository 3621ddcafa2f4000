"""The grader's store without a database, and golden events for it."""

import json

from grader.domain.attempt import LatestGrade
from grader.domain.question import PublishedQuestion, Question
from traclearn_contracts.events import parse
from traclearn_contracts.files import CONTRACTS


def example(path, **data):
    """A golden event, with some of its data changed."""
    event = json.loads((CONTRACTS / "examples" / f"{path}.json").read_text())
    event["detail"]["data"] |= data
    return parse(event["source"], event["detail-type"], event["detail"])


class Memory:
    """The Store, without a database."""

    def __init__(self):
        self.questions = {}
        self.grades = {}

    async def find_question(self, ticket):
        return self.questions.get(ticket)

    async def upsert_question(self, question):
        known = self.questions.get(question.ticket)
        if known and known.revision >= question.revision:
            return False
        content = Question.model_validate(question.model_dump())
        self.questions[question.ticket] = PublishedQuestion(
            revision=question.revision, learner=question.learner, question=content
        )
        return True

    async def find_latest_grade(self, ticket, learner, attempt):
        return self.grades.get((ticket, learner, attempt))

    async def append_grade(self, grade, answer):
        key = grade.ticket, grade.learner, grade.attempt
        self.grades[key] = LatestGrade(revision=grade.revision, answer=answer)
