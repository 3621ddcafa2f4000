"""From an answer to its grade, whoever the grader is."""

from collections.abc import Awaitable, Callable
from typing import Any

from grader.application.ports import Grader, Reply
from grader.domain import guards, scoring
from grader.domain.judgement import Grade
from grader.domain.question import Question

Ask = Callable[[Callable[[], Awaitable[Reply]]], Awaitable[Any]]
"""Calls the grader, and may keep its reply: the runtime's `work.once`."""


async def directly(call: Callable[[], Awaitable[Reply]]) -> Reply:
    return await call()


async def assess(grader: Grader, question: Question, answer: str, ask: Ask = directly) -> Grade:
    """The guards judge first: what is no answer reaches no grader. The score follows from verdicts."""
    refused = guards.judged(question, answer)
    if refused:
        return scoring.grade(question, answer, refused)
    judgement = grader.read(await ask(lambda: grader.ask(question, answer)))
    return scoring.grade(question, answer, judgement, guards.flags(question, answer))
