"""The grader's store without a database, and golden events for it."""

import json

from grader.domain.attempt import LatestGrade
from grader.domain.course import CoursePolicy
from grader.domain.question import PublishedQuestion, Question
from traclearn_contracts.events import parse
from traclearn_contracts.files import CONTRACTS


def example(path, **data):
    """A golden event, with some of its data changed."""
    event = json.loads((CONTRACTS / "examples" / f"{path}.json").read_text())
    event["detail"]["data"] |= data
    return parse(event["source"], event["detail-type"], event["detail"])


class Purse:
    """A Budget that notes reservations and settlements, and refuses with `refusal`."""

    def __init__(self):
        self.refusal = None
        self.reserved, self.settled = [], []

    async def reserve(self, call, limits):
        if self.refusal:
            raise self.refusal
        self.reserved.append((call, limits))

    async def settle(self, key, cost_usd):
        self.settled.append((key, cost_usd))


class Memory:
    """The Store, without a database."""

    def __init__(self):
        self.questions = {}
        self.grades = {}
        self.courses = {}
        self.budget = Purse()

    async def find_question(self, ticket):
        found = self.questions.get(ticket)
        course = found and self.courses.get(found.course)
        return found and found.model_copy(update={"policy": course.policy if course else CoursePolicy()})

    async def upsert_question(self, question):
        known = self.questions.get(question.ticket)
        if known and known.revision >= question.revision:
            return False
        content = Question.model_validate(question.model_dump())
        self.questions[question.ticket] = PublishedQuestion(
            revision=question.revision, learner=question.learner, question=content, course=question.course
        )
        return True

    async def find_latest_grade(self, ticket, learner, attempt):
        return self.grades.get((ticket, learner, attempt))

    async def append_grade(self, grade, answer):
        key = grade.ticket, grade.learner, grade.attempt
        self.grades[key] = LatestGrade(revision=grade.revision, answer=answer)

    async def save_course(self, course):
        known = self.courses.get(course.subject)
        if known is None or (known.at, known.event_id) < (course.at, course.event_id):
            self.courses[course.subject] = course
