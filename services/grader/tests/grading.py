"""Grades without the runtime."""

from grader.application.assessment import assess, directly
from grader.application.panel import Panel


async def graded(grader, question, answer):
    return (await assess(Panel(grader), question, answer, directly(question, answer))).grade
