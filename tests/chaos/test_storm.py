"""Two hundred answers, a kill -9 at every boundary of four programs: all graded, one comment each."""

import os
import secrets
import threading
import time

import pytest
from traclearn_local.browser_session import BrowserSession

from .storm import BOUNDARIES, Storm

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(1200)]

ANSWERS = int(os.environ.get("TRACLEARN_CHAOS_ANSWERS", "200"))
COUNTS = """
SELECT count(DISTINCT a.ticket) FILTER (WHERE a.phase = 'graded') AS graded,
       count(DISTINCT g.ticket_id) AS graded_by_progress,
       count(DISTINCT c.ticket) AS commented
FROM public.learning_attempt a
LEFT JOIN learning.grades g ON g.ticket_id = a.ticket AND g.attempt = a.attempt
LEFT JOIN public.ticket_change c ON c.ticket = a.ticket AND c.field = 'comment' AND c.author = 'TracLearn'
WHERE a.ticket = ANY(%s)
"""
DOUBLES = """
SELECT (SELECT count(*) FROM (SELECT 1 FROM public.ticket_change WHERE ticket = ANY(%s) AND field = 'comment'
                              GROUP BY ticket HAVING count(*) > 1) c) AS comments,
       (SELECT count(*) FROM (SELECT 1 FROM learning.grades WHERE ticket_id = ANY(%s)
                              GROUP BY ticket_id, attempt HAVING count(*) > 1) g) AS grades,
       (SELECT count(*) FROM public.learning_attempt WHERE ticket = ANY(%s) AND attempt > 1) AS attempts
"""


def settle(stack, tickets, seconds):
    """Waits for the end: everything graded and commented, or no more patience."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        (counts,) = stack.sql(COUNTS, tickets)
        if set(counts.values()) == {len(tickets)}:
            return
        time.sleep(1)


def test_nothing_is_lost_and_nothing_is_done_twice(stack, outcome):
    drawn = int(os.environ.get("TRACLEARN_CHAOS_SEED") or secrets.randbelow(10**6))
    summaries = [f"Storm {drawn}-{number}" for number in range(ANSWERS)]
    tickets = stack.ask(
        *summaries, learner=stack.env["DEMO_LEARNER"]
    )  # their own, so that each grade comments
    assert len(tickets) == ANSWERS
    done = threading.Event()
    with BrowserSession(stack.env, stack.env["DEMO_LEARNER"]) as visitor:
        storm = Storm(stack, visitor, drawn)
        killer = threading.Thread(target=storm.kill_all, args=(done,))
        killer.start()
        try:
            storm.answer_all(tickets)
            settle(stack, tickets, 300)
        finally:
            done.set()
            killer.join()
    settle(stack, tickets, 120)
    (counts,) = stack.sql(COUNTS, tickets)
    doubled = sum(stack.sql(DOUBLES, tickets, tickets, tickets)[0].values())
    lost = len(tickets) - min(counts.values())
    outcome.append(f"{len(tickets)} answers, {len(storm.killed)} of {len(BOUNDARIES)} kills, seed {drawn}")
    outcome.append(f"lost {lost}, doubled {doubled}")
    assert sorted(storm.killed) == sorted(BOUNDARIES)
    assert (lost, doubled) == (0, 0), counts
