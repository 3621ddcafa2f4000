"""Grades without the runtime, and what was learned of nothing."""

from grader.application.assessment import assess, directly
from grader.application.budgeted_calls import BudgetedCalls
from grader.application.grading import Grading
from grader.application.learning import Learning
from grader.application.panel import Panel
from grader.domain.lessons.past_answer import TextVector


class NoLikeness:
    """No two texts say the same."""

    def vector(self, text):
        return TextVector("test", b"")

    def rank(self, vector, others):
        return list(range(len(others)))

    def find_same(self, text, vector, others, least):
        return None

    def match(self, answer, rulings):
        return []


LEARNING = Learning(NoLikeness())


def grading(panel, budgeted_calls=None):
    """What handlers grade with."""
    return Grading(panel, LEARNING, budgeted_calls or BudgetedCalls())


async def graded(grader, question, answer):
    return (await assess(Panel(grader), question, answer, directly(question, answer))).grade
