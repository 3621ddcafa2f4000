"""Two hundred answers and twenty paths, a kill -9 at every boundary of five programs: all graded, one comment
each; every path ended, and every ticket of one has its question once."""

import os
import secrets
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
from traclearn_local.clients.browser_session import BrowserSession
from traclearn_local.clients.learners import learners

from .kill_run import BOUNDARIES, KillRun
from .path_counts import DOUBLED, count, dead_letters, settle_paths
from .path_learners import FEWEST, PathLearners

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(1500)]

ANSWERS = int(os.environ.get("TRACLEARN_CHAOS_ANSWERS", "200"))
PEOPLE = 5
"""Who ask for paths: each may ask for 20 an hour."""
FIRST_STEPS = """
SELECT DISTINCT ON (p.learner) p.learner, s.ticket FROM public.learning_step s
JOIN public.learning_path p ON p.id = s.path WHERE s.n = 1 AND p.learner = ANY(%s)
ORDER BY p.learner, s.ticket
"""
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
    summaries = [f"Kills {drawn}-{number}" for number in range(ANSWERS)]
    tickets = stack.ask(
        *summaries, learner=stack.env["DEMO_LEARNER"]
    )  # their own, so that each grade comments
    assert len(tickets) == ANSWERS
    before, done = dead_letters(stack), threading.Event()
    with ExitStack() as open_sessions:
        visitor = open_sessions.enter_context(BrowserSession(stack.env, stack.env["DEMO_LEARNER"]))
        people = learners(stack, PEOPLE, f"kills{drawn}-")
        for person in people:
            open_sessions.enter_context(person)
        kill_run, path_learners = KillRun(stack, visitor, drawn), PathLearners(people)
        with ThreadPoolExecutor(2) as pool:
            killing = pool.submit(kill_run.kill_all, done)
            walking = pool.submit(path_learners.take_paths, kill_run.all_killed)
            try:
                kill_run.answer_all(tickets)
                walking.result()
                settle(stack, tickets, 300)
            finally:
                done.set()
                killing.result()
        settle(stack, tickets, 120)
        paths = sorted(path_learners.paths)
        lost_of_paths = settle_paths(stack, paths, 120)
        answer_first_steps(stack, people)
    (counts,) = stack.sql(COUNTS, tickets)
    doubled_of_paths = count(stack, DOUBLED, paths)
    doubled = sum(stack.sql(DOUBLES, tickets, tickets, tickets)[0].values()) + sum(doubled_of_paths.values())
    lost = len(tickets) - min(counts.values()) + sum(lost_of_paths.values())
    accepted = sum(state == "accepted" for state in path_learners.paths.values())
    outcome.append(f"{len(tickets)} answers, {len(paths)} paths of which {accepted} were accepted")
    outcome.append(f"{len(kill_run.killed)} of {len(BOUNDARIES)} kills, seed {drawn}")
    outcome.append(f"lost {lost}, doubled {doubled}")
    assert sorted(kill_run.killed) == sorted(BOUNDARIES)
    assert (lost, doubled) == (0, 0), (counts, lost_of_paths, doubled_of_paths)
    assert len(paths) >= FEWEST and accepted, path_learners.paths
    assert dead_letters(stack) == before


def answer_first_steps(stack, people):
    """The grader knows the questions: it can grade."""
    firsts = {row["learner"]: row["ticket"] for row in stack.sql(FIRST_STEPS, [one.sub for one in people])}
    assert firsts
    for person in people:
        if person.sub in firsts:
            person.answer(firsts[person.sub], "It keeps what was written, in order, so that nothing is lost.")
            person.wait(firsts[person.sub], seconds=90)
