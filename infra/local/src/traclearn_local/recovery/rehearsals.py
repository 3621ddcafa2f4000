"""What is destroyed, how it comes back, and what must be as it was."""

import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from traclearn_contracts import roster

from traclearn_local.clients.browser_session import BrowserSession
from traclearn_local.cloud import cognito
from traclearn_local.errors import LocalError
from traclearn_local.processes.supervision import clean_environment
from traclearn_local.recovery import decisions
from traclearn_local.recovery.bus_archive import BusArchive
from traclearn_local.recovery.postgres_archive import PostgresArchive
from traclearn_local.running_stack import RunningStack
from traclearn_local.secrets import passwords
from traclearn_local.services import Services
from traclearn_local.stack import ROOT
from traclearn_local.stores import neo4j

QUERY = "why does my index not help?"
CHUNKS = """
    MATCH (d:Document)-[:LIVE]->(:Revision)-[h:HAS]->(c:Chunk)
    RETURN d.name + "/" + h.ordinal + "/" + c.digest AS said ORDER BY said"""
MISSING_ATTEMPTS = ROOT / "infra" / "recovery" / "missing_attempts.sql"
QUIET_TIMEOUT_S = 180.0
GRADED = """
    SELECT t.ticket, t.sub, t.attempt, t.answer, t.phase, t.score, t.grade_id, l.grade_id AS theirs
    FROM public.learning_attempt t LEFT JOIN learning.attempts l
        ON (l.ticket_id, l.cognito_user_id, l.attempt) = (t.ticket, t.sub, t.attempt)
    ORDER BY 1, 2, 3"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """`seconds` from the first step back to the last comparison; `compared` things were as before.
    `archived` is how long a commit waited, at most, until the archive had it: what a database that goes just
    then loses."""

    what: str
    seconds: float
    compared: int
    archived: float | None = None


def rehearse_database(running: RunningStack, people: list[BrowserSession], ticket: int) -> Outcome:
    """Answers are given before the moment that is restored and after it; all are there again, each once."""
    database, bus = PostgresArchive(running), BusArchive(running)
    database.begin()
    bus.begin()
    _answer(people[:2], ticket, "A commit records a snapshot of the whole tree.")
    restored_to = database.wait_for_commits()
    _answer(people, ticket, "It records a snapshot and points to its parent commits.")
    before = running.sql(GRADED)
    rest = database.wait_for_commits()
    services = [*roster.names(), "trac", "trac-sync"]
    for name in services:
        running.supervisor(name, "stop")
    database.destroy()

    began = time.monotonic()
    database.restore(restored_to.at)
    for name in roster.names():
        running.supervisor(name, "start")
    print(f"   {bus.replay(restored_to.at)} events again")
    _wait(lambda: _queued(running) == 0, "the queues are empty")
    running.sql(MISSING_ATTEMPTS.read_text())
    for name in ("trac", "trac-sync"):
        running.supervisor(name, "start")
    _wait(lambda: running.sql(GRADED) == before, "every attempt has its grade again")
    archived = max(restored_to.seconds, rest.seconds)
    return Outcome("PostgreSQL", time.monotonic() - began, len(before), archived)


def rehearse_knowledge(running: RunningStack, author: BrowserSession) -> Outcome:
    """Neo4j is gone with all it held; chunks, prerequisites, what authors decided on them, and what search
    finds are as before."""
    decisions.decide(author)
    _wait(lambda: decisions.stand(decisions.graph_says(running)), "the graph follows the author")
    before = _knowledge(running), _found(author)
    running.supervisor("neo4j", "stop")
    shutil.rmtree(running.home / "neo4j")

    began = time.monotonic()
    neo4j.init(running.stack, passwords.keep(running.stack.home))  # a new database, with its password
    running.supervisor("neo4j", "start")
    for name in ("indexer", "path-generator"):
        running.supervisor(name, "restart")
    for line in run_as(running, "indexer", "traclearn-indexer-rebuild"):
        print(f"   {line}")
    running.trac_admin("learning", "resend-pages")
    _wait(lambda: (_knowledge(running), _found(author)) == before, "the knowledge base is as it was")
    return Outcome("Neo4j", time.monotonic() - began, sum(map(len, before[0])))


def rehearse_cache(running: RunningStack, person: BrowserSession) -> Outcome:
    """Redis forgets everything; the same is answered."""
    before = person.api("GET", "/progress").json()
    began = time.monotonic()
    running.supervisor("redis", "stop")
    (running.home / "redis" / "dump.rdb").unlink(missing_ok=True)
    running.supervisor("redis", "start")
    if person.api("GET", "/progress").json() != before:
        raise LocalError("Progress differs after Redis was emptied")
    return Outcome("Redis", time.monotonic() - began, len(before["progress"]))


def _knowledge(running: RunningStack) -> tuple[list[str], list[str]]:
    """What is taught; and what needs what, as authors have it."""
    with running.neo4j() as session:
        chunks = [str(line) for line in session.run(CHUNKS).value()]
    return chunks, decisions.graph_says(running)


def _found(author: BrowserSession) -> list[str]:
    hits = author.api("GET", "/content/search", params={"q": QUERY, "k": 5}).json()["hits"]
    return [str(hit["heading"]) for hit in hits]


def run_as(running: RunningStack, service: str, program: str) -> list[str]:
    """A program of a service, with the service's own environment; its lines."""
    stack = running.stack
    programs = Services(stack, passwords.keep(stack.home), cognito.known(stack)).programs()
    (environment,) = [one.environment for one in programs if one.name == service]
    command = [str(Path(sys.executable).with_name(program))]
    done = subprocess.run(
        command, env=clean_environment() | dict(environment), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise LocalError(f"{program}:\n{done.stdout}{done.stderr}")
    return done.stdout.splitlines()


def _answer(people: list[BrowserSession], ticket: int, text: str) -> None:
    for person in people:
        person.answer(ticket, text)
    for person in people:
        person.wait(ticket, seconds=120)


def _queued(running: RunningStack) -> int:
    """Messages that no worker has ended, and events that wait in an outbox."""
    sqs, names = running.aws("sqs"), ("ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible")
    count = 0
    for service in roster.names():
        found = sqs.get_queue_attributes(
            QueueUrl=running.stack.queue_url(service), AttributeNames=list(names)
        )
        count += sum(int(value) for value in found["Attributes"].values())
        (waiting,) = running.sql(f"SELECT count(*) AS n FROM {roster.identifier(service)}.outbox")
        count += waiting["n"]
    return count


def _wait(is_so: Callable[[], bool], what: str) -> None:
    """Twice in a row: between two steps of an answer nothing waits anywhere."""
    deadline, held = time.monotonic() + QUIET_TIMEOUT_S, 0
    while held < 2:
        held = held + 1 if is_so() else 0
        if time.monotonic() > deadline:
            raise LocalError(f"Not so after {QUIET_TIMEOUT_S:.0f} s: {what}")
        time.sleep(1)
