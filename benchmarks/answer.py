"""`make bench-answer`: from POST to visible in Trac, beside bare boto3 on the same emulator in the same run.

Answers come at a fixed rate whether or not earlier ones are done (an open loop), each from a page that is
loaded for it and then polls as an open page does. A grade is visible when Trac has it: whoever loads the page
then sees it; the polling page is up to a pause later. Writes build/bench/answer.json.
"""

import argparse
import json
import time
from concurrent.futures import ThreadPoolExecutor
from statistics import median

from traclearn_local.clients.browser_session import BrowserSession
from traclearn_local.clients.learners import learners
from traclearn_local.running_stack import RunningStack
from traclearn_local.testing import borrowed

from benchmarks.bare_boto3 import Bare
from benchmarks.page_polling import watch_ticket
from benchmarks.processors import Meter
from benchmarks.results import write_result
from benchmarks.stages import percentile, shares, stages

TEXT = "It keeps a snapshot of the whole tree, and it points to the commit before it."
SHARED = "SELECT ticket FROM public.learning_question WHERE coalesce(learner, '') = '' ORDER BY ticket"


def one(stack: RunningStack, learner: BrowserSession, ticket: int) -> list[float] | None:
    """Answers once and looks until the grade is there: the seconds of each stage; None where Trac is too busy
    to take it."""
    page = learner.http.get(f"/trac/ticket/{ticket}")
    if page.status_code >= 500:
        return None
    fields = learner.hidden_fields(page.text)
    posted = time.time()
    reply = learner.answer(ticket, TEXT, fields)
    if reply.status_code >= 500:
        return None
    if not reply.is_redirect:
        raise RuntimeError(f"ticket {ticket} refused an answer: {reply.status_code}")
    watch_ticket(learner, ticket)
    (seat,) = stack.sql(
        "SELECT s.sub, s.last_attempt FROM public.learning_seat s JOIN public.learning_account a USING (sub)"
        " WHERE a.username = %s AND s.ticket = %s",
        learner.email,
        ticket,
    )
    return stages(stack, (ticket, seat["sub"], seat["last_attempt"]), posted)


def ours(
    stack: RunningStack, people: list[BrowserSession], tickets: list[int], rate: float
) -> list[list[float] | None]:
    """Every learner answers every ticket once, `rate` answers a second."""
    pairs = [(learner, ticket) for ticket in tickets for learner in people]
    began = time.monotonic()

    def at(number: int) -> list[float] | None:
        time.sleep(max(0.0, began + number / rate - time.monotonic()))
        return one(stack, *pairs[number])

    with ThreadPoolExecutor(len(people)) as pool:
        return list(pool.map(at, range(len(pairs))))


def report(
    rate: float, runs: list[tuple[list[list[float] | None], list[float]]], meter: Meter
) -> dict[str, object]:
    rows = [row for mine, _ in runs for row in mine if row is not None]
    totals, bare = [sum(row) for row in rows], [second for _, theirs in runs for second in theirs]
    ratios = [median(sum(row) for row in mine if row is not None) / median(theirs) for mine, theirs in runs]
    return {
        "name": "answer",
        "peer": "bare boto3: PutEvents, rule, SQS receive; no gateway, database, grading or page",
        "ratio": round(median(ratios), 2),
        "ours": round(median(totals), 3),
        "theirs": round(median(bare), 4),
        "unit": "s, p50 from POST to visible",
        "spread": [round(min(ratios), 2), round(max(ratios), 2)],
        "runs": len(runs),
        "rate": rate,
        "answers": len(totals),
        "refused": sum(row is None for mine, _ in runs for row in mine),
        "p95": round(percentile(totals, 95), 3),
        "p95_theirs": round(percentile(bare, 95), 4),
        "stages": shares(rows),
        **meter.report(len(totals)),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=float, default=2.0, help="answers a second (default 2)")
    parser.add_argument("--learners", type=int, default=8)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--most", type=int, default=8, help="questions (default 8)")
    options = parser.parse_args()
    with borrowed() as stack, Bare(stack) as bare:
        people = learners(stack, options.learners)
        tickets = [row["ticket"] for row in stack.sql(SHARED)][: options.most]
        meter, runs = Meter(stack), []
        for _ in range(options.runs):
            with meter:
                mine = ours(stack, people, tickets, options.rate)
            runs.append((mine, bare.run(len(people) * len(tickets), options.rate)))
        result = report(options.rate, runs, meter)
    write_result(result)
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
