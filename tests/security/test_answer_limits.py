"""How often one learner may answer, and what one learner's many answers cost the others."""

import html
import re
import time
from uuid import uuid4

import pytest

pytestmark = pytest.mark.stack

GOOD = "A commit records a snapshot of the whole tree and points to its parent commits."
HEAP = ",".join(a + b for a in "abcdefghijklmnopqrstuvwxyz" for b in "abcdefghijklmnopqrstuvwxyz") * 9
HASTY = 24
"""Answers of the longest kind that one learner sends at once."""
SECONDS = 20
"""What another learner may wait then; it was 130 s for 30."""


def name():
    return f"Limits {uuid4().hex[:8]}"


def said(reply):
    """The page's message, in words."""
    alert = re.search(r'role="alert"[^>]*>([^<]+)</(?:p|div)>', reply.text)
    assert alert, reply.text[:500]
    return html.unescape(alert[1])


def test_a_second_answer_before_the_grade_is_refused_and_kept(stack, learner):
    (ticket,) = stack.ask(name())
    stack.supervisor("grader", "stop")
    try:
        assert learner.answer(ticket, GOOD).is_redirect
        reply = learner.answer(ticket, "My second thought.")
        assert reply.status_code == 429
        assert "Your answer before is still being graded" in said(reply)
        assert "My second thought." in reply.text
        assert 0 < int(reply.headers["Retry-After"]) <= 300
    finally:
        stack.supervisor("grader", "start")
    learner.wait(ticket)
    assert learner.answer(ticket, "My second thought.").is_redirect
    learner.wait(ticket)


def test_answers_beyond_the_hours_limit_are_refused_with_the_time_to_wait(stack, learner, other):
    tickets = stack.ask(*(name() for _ in range(3)))
    before = stack.sql(
        "SELECT count(*) FROM public.learning_attempt a JOIN public.learning_account USING (sub)"
        " WHERE username = %s AND submitted > (extract(epoch FROM now()) - 3600) * 1e6",
        learner.email,
    )[0]["count"]
    with stack.options(answers_per_hour=before + 2):
        assert [learner.answer(ticket, GOOD).status_code for ticket in tickets] == [303, 303, 429]
        reply = learner.answer(tickets[2], GOOD)
        assert re.search(r"answers within an hour, .* next one in \d+ minutes?\.", said(reply))
        assert GOOD in reply.text
        assert other.answer(tickets[2], GOOD).is_redirect
    assert learner.answer(tickets[2], GOOD).is_redirect


def test_one_learners_many_long_answers_delay_another_by_seconds(stack, learner, other):
    """All wait in the queue when the grader comes: the hasty learner's stand before the other's one."""
    *many, one = stack.ask(*(name() for _ in range(HASTY + 1)))
    stack.supervisor("grader", "stop")
    try:
        for ticket in many:
            learner.answer(ticket, HEAP[:20000])
        learner.wait(many[-1], "queued")
        other.answer(one, GOOD)
        other.wait(one, "queued")
    finally:
        stack.supervisor("grader", "start")
    began = time.monotonic()
    other.wait(one, seconds=4 * SECONDS)
    assert time.monotonic() - began < SECONDS
    for ticket in many:
        learner.wait(ticket, seconds=300)
