"""The grader's store without a database, and golden events for it."""

import json
from dataclasses import dataclass, field

from grader.domain.attempt import LatestGrade
from grader.domain.course import CoursePolicy
from grader.domain.lessons.past_answer import Agreement, MachineGrade, PastAnswer, PersonGrade
from grader.domain.lessons.ruling import Ruling
from grader.domain.question import PublishedQuestion, Question
from grader.domain.spending import CallSwitch
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

    async def read_spending(self, limits):
        return []


class Switch:
    """A CallSwitchStore."""

    def __init__(self):
        self.said = CallSwitch(True)

    async def read(self):
        return self.said

    async def turn(self, said):
        self.said = said

    async def follow_limits(self, limits):
        """Nothing waits here."""


@dataclass
class Override:
    """A person's grade, or the word that it is withdrawn, whichever came first."""

    event: object = None
    rubric: str | None = None
    withdrawn: bool = False

    @property
    def key(self):
        return self.event.data.ticket, self.event.data.learner, self.event.data.attempt

    @property
    def rank(self):
        metadata = self.event.metadata
        return self.event.data.revision, metadata.occurred_at, metadata.event_id


@dataclass
class KeptRuling:
    ruling: Ruling | None = None
    revoked: bool = False


@dataclass
class Memory:
    """The Store, without a database."""

    questions: dict = field(default_factory=dict)
    grades: dict = field(default_factory=dict)
    answers: dict = field(default_factory=dict)
    overrides: dict = field(default_factory=dict)
    rulings: dict = field(default_factory=dict)
    assessments: dict = field(default_factory=dict)
    claims: dict = field(default_factory=dict)
    courses: dict = field(default_factory=dict)
    budget: Purse = field(default_factory=Purse)
    call_switch: Switch = field(default_factory=Switch)
    replies: dict = field(default_factory=dict)

    async def find_question(self, ticket):
        found = self.questions.get(ticket)
        course = found and self.courses.get(found.course)
        return found and found.model_copy(update={"policy": course.policy if course else CoursePolicy()})

    lock_question = find_question

    async def upsert_question(self, question):
        known = self.questions.get(question.ticket)
        if known and known.revision >= question.revision:
            return False
        content = Question.model_validate(question.model_dump())
        self.questions[question.ticket] = PublishedQuestion(
            revision=question.revision,
            learner=question.learner,
            question=content,
            course=question.course,
            regrade_order=known and known.regrade_order,
            regrades_ordered_at=known and known.regrades_ordered_at,
        )
        return True

    async def find_latest_grade(self, ticket, learner, attempt):
        grade = self.grades.get((ticket, learner, attempt))
        return grade and LatestGrade(revision=grade[0].revision, answer=grade[1])

    async def append_grade(self, grade, answer):
        self.grades[grade.ticket, grade.learner, grade.attempt] = grade, answer

    async def save_reply(self, reply):
        self.replies.setdefault(reply.key, reply)

    async def list_replies(self, *key):
        return [kept for kept in self.replies.values() if (kept.ticket, kept.learner, kept.attempt) == key]

    # Past answers

    async def save_answer(self, answer):
        key = answer.ticket, answer.learner, answer.attempt
        self.answers.pop(key, None)
        self.answers[key] = answer

    async def find_answer(self, *key):
        return self.answers.get(key)

    async def find_past_answer(self, *key):
        return (key in self.answers and self.past(key)) or None

    async def list_past_answers(self, ticket, limit):
        return [self.past(key) for key in reversed(self.answers) if key[0] == ticket][:limit]

    async def count_past_answers(self, ticket):
        return len(await self.list_past_answers(ticket, len(self.answers)))

    async def list_graded_answers(self, ticket, besides, limit):
        found = await self.list_past_answers(ticket, len(self.answers))
        return [past for past in found if past.person and past.answer.learner != besides][:limit]

    async def list_agreements(self, course, limit):
        found = [self.past(key) for key in reversed(self.answers) if self.questions[key[0]].course == course]
        return [
            Agreement(past.machine.confidence, abs(past.machine.score - past.person.score) <= 0.25)
            for past in found
            if past.person
        ][:limit]

    async def list_answers(self, ticket, limit, after=None):
        keys = sorted(key for key in self.answers if key[0] == ticket and (not after or key[1:] > after))
        return [self.answers[key] for key in keys[:limit]]

    async def list_newest_answers(self, ticket, limit):
        return [answer for key, answer in reversed(self.answers.items()) if key[0] == ticket][:limit]

    def past(self, key):
        grade, _ = self.grades[key]
        machine = MachineGrade(
            revision=grade.revision,
            score=grade.score,
            confidence=grade.calibration.own_confidence if grade.calibration else grade.confidence,
            grader=grade.grader,
            verdicts={item.id: item.verdict for item in grade.items},
            quotes={item.id: item.quote for item in grade.items if item.quote},
            flags=tuple(grade.flags),
        )
        return PastAnswer(answer=self.answers[key], machine=machine, person=self.person(key))

    def person(self, key):
        counting = (o for o in self.overrides.values() if o.event and not o.withdrawn)
        said = [override for override in counting if override.key == key]
        if not said:
            return None
        best = max(said, key=lambda override: override.rank)
        verdicts = {item.id: item.verdict for item in best.event.data.items}
        return PersonGrade(score=best.event.data.score, verdicts=verdicts, rubric=best.rubric)

    # Decisions

    async def save_override(self, event, rubric):
        override = self.overrides.setdefault(event.metadata.event_id, Override())
        override.event, override.rubric = event, rubric

    async def withdraw_override(self, said):
        self.overrides.setdefault(said.override, Override()).withdrawn = True

    async def save_ruling(self, event):
        said, metadata = event.data, event.metadata
        ruling = Ruling(
            id=metadata.event_id,
            item=said.item,
            words=said.words,
            verdict=said.verdict,
            said_at=metadata.occurred_at,
        )
        self.rulings.setdefault((said.ticket, ruling.id), KeptRuling()).ruling = ruling

    async def revoke_ruling(self, said):
        self.rulings.setdefault((said.ticket, said.ruling), KeptRuling()).revoked = True

    async def list_rulings(self, ticket):
        kept = [k.ruling for key, k in self.rulings.items() if key[0] == ticket and not k.revoked]
        return sorted((ruling for ruling in kept if ruling), key=lambda ruling: ruling.said_at)

    async def order_regrades(self, ticket, order, at):
        known = self.questions[ticket]
        latest = max(at, known.regrades_ordered_at or at)
        self.questions[ticket] = known.model_copy(
            update={"regrade_order": order, "regrades_ordered_at": latest}
        )

    async def save_course(self, course):
        known = self.courses.get(course.subject)
        if known is None or (known.at, known.event_id) < (course.at, course.event_id):
            self.courses[course.subject] = course

    async def find_assessment(self, *key):
        return self.assessments.get(key)

    async def claim_assessment(self, appeal, *key):
        return self.claims.setdefault(key, appeal)

    async def save_assessment(self, assessment, revision):
        key = assessment.ticket, assessment.learner, assessment.attempt, revision
        self.assessments.setdefault(key, assessment)
