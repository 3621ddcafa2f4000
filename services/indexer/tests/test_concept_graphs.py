"""Authors' decisions from what they type to what they are shown: PostgreSQL, Neo4j and the real inference."""

import asyncio
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from indexer.adapters.concept_graphs import ConceptGraphs
from indexer.adapters.store import SqlStore
from indexer.application import concept_decisions, concept_updates
from indexer.application.concept_decisions import ConceptDecisions
from indexer.application.concept_updates import ConceptUpdates
from indexer.domain.errors import Conflict, NotFound
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.ext.asyncio import create_async_engine
from traclearn_corpus.writing import adopt, cut_over, prepare, put_vectors, remove, stage
from traclearn_worker.postgres.database import transactions

sys.path.insert(0, str(Path(__file__).parents[3] / "libs/corpus/tests/stack"))

from material import MODEL, Text, meta, vector

pytestmark = pytest.mark.stack
# Neo4j and the documents are those of the graph's own tests
_spec = spec_from_file_location("graph_stack", Path(sys.path[0], "conftest.py"))
_stack = module_from_spec(_spec)
_spec.loader.exec_module(_stack)
server, empty, graph = _stack.server, _stack.empty, _stack.graph
TABLES = "indexer.subjects, indexer.edge_decisions, indexer.name_decisions"


class Killed(BaseException):
    """In place of a SIGKILL."""


class Course:
    def __init__(self, graph, engine):
        self.graph, self.engine = graph, engine
        self.transactions = transactions(engine, SqlStore)
        self.concept_graphs = ConceptGraphs(graph, self.transactions)
        self.updates = ConceptUpdates(self.transactions, self.concept_graphs)
        self.decisions = ConceptDecisions(self.transactions, self.concept_graphs, self.updates)
        self.documents = {}

    async def write(self, document, revision, heading, content, **front):
        self.documents[document] = (revision, heading, content, front)
        made = Text(document, content, heading=(heading,))
        await stage(self.graph, document, revision, meta(document, front=front), [made])
        await put_vectors(self.graph, "toy", {made.id: vector(made.passage)})
        await cut_over(self.graph, document, revision)
        assert await self.concept_graphs.refresh("Git")

    async def lose_graph(self):
        """All that lay in Neo4j, and the material indexed again."""
        await self.graph.write(_stack.wipe)
        await prepare(self.graph)
        await adopt(self.graph, MODEL, 4)
        for document, (revision, heading, content, front) in self.documents.items():
            await self.write(document, revision, heading, content, **front)

    async def say(self, said, concept, prerequisite):
        await self.decisions.decide_edge("Git", concept, prerequisite, said, "ada")
        return await self.concept_graphs.describe_edge("Git", concept, prerequisite)

    async def name(self, action, concept, to=None):
        await self.decisions.change_name("Git", concept, action, to, "ada")
        return await self.concept_graphs.describe_concept("Git", concept)

    async def edges(self):
        shown = (await self.concept_graphs.describe("Git"))["edges"]
        return {(edge["concept"], edge["prerequisite"]): edge["decision"] for edge in shown}

    async def concepts(self):
        shown = (await self.concept_graphs.describe("Git"))["concepts"]
        return {each["name"]: (each["chunks"], each["aliases"]) for each in shown}

    async def rows(self, query):
        async with self.engine.begin() as connection:
            return [tuple(row) for row in await connection.execute(text(query))]

    async def settle(self):
        """What the run beside the worker does while nothing else happens."""
        for _ in range(2):
            await self.updates.refresh_stale()


@pytest.fixture
async def course(graph, migrated):
    engine = create_async_engine(migrated)
    async with engine.begin() as connection:
        await connection.execute(text(f"TRUNCATE {TABLES}"))
    made = Course(graph, engine)
    await made.write("commits", 1, "Commits", "Commits keep a snapshot.")
    await made.write("hashes", 1, "Hashes", "Hashes are fingerprints of bytes.")
    assert await made.edges() == {}
    yield made
    await engine.dispose()


@pytest.fixture
def killed_at(monkeypatch):
    def arm(place):
        def point(name):
            if name == place:
                raise Killed

        for module in (concept_decisions, concept_updates):
            monkeypatch.setattr(module.chaos, "point", point)

    return arm


async def test_what_an_author_types_is_what_is_shown_and_undone(course):
    edge = await course.say("add", "commit", "HASH")
    assert (edge["concept"], edge["prerequisite"], edge["decision"]) == ("Commits", "Hashes", "added")
    await course.say("undecide", "Commits", "Hashes")
    assert await course.edges() == {}
    kept = await course.rows(
        'SELECT concept, prerequisite, decision, "by" FROM indexer.edge_decisions ORDER BY id'
    )
    assert kept == [("Commits", "Hashes", "added", "ada"), ("Commits", "Hashes", None, "ada")]


async def test_decisions_hold_when_the_graph_is_lost_and_the_material_is_indexed_again(course):
    await course.write("branches", 1, "Branches", "They move.", concept="Branches", prerequisites=["Commits"])
    await course.say("add", "Commits", "Hashes")
    await course.say("remove", "Branches", "Commits")
    before = await course.concept_graphs.describe("Git")
    await course.lose_graph()
    assert await course.edges() == {("Commits", "Hashes"): "added", ("Branches", "Commits"): "removed"}
    assert await course.concept_graphs.describe("Git") == before


async def test_renamed_and_merged_concepts_stay_so_when_the_graph_is_lost_and_are_undone_then(course):
    await course.write("trees", 1, "Trees", "Trees name files.")
    await course.say("add", "Commits", "Hashes")
    assert await course.name("rename", "commit", "Snapshots") == {
        "name": "Snapshots", "chunks": 1, "aliases": ["Commits"],
    }  # fmt: skip
    assert (await course.name("merge", "Trees", "Hashes"))["aliases"] == ["Trees"]
    shown = {"Snapshots": (1, ["Commits"]), "Hashes": (2, ["Trees"])}
    assert (await course.concepts(), await course.edges()) == (shown, {("Snapshots", "Hashes"): "added"})
    await course.lose_graph()
    assert (await course.concepts(), await course.edges()) == (shown, {("Snapshots", "Hashes"): "added"})
    assert (await course.concept_graphs.describe("Git"))["names"] == [
        {"concept": "Commits", "decision": "rename", "to": "Snapshots"},
        {"concept": "Trees", "decision": "merge", "to": "Hashes"},
    ]
    await course.name("undo", "Snapshots")
    await course.name("undo", "Trees")
    assert await course.concepts() == {"Commits": (1, []), "Hashes": (1, []), "Trees": (1, [])}
    assert await course.edges() == {("Commits", "Hashes"): "added"}


@pytest.mark.parametrize(("said", "kept"), [("add", "added"), ("remove", "removed")])
async def test_a_decision_outlives_a_renamed_heading_and_is_undone_then(course, said, kept):
    await course.say(said, "Commits", "Hashes")
    await course.write("commits", 2, "Commit", "A commit keeps a snapshot.")
    await course.write("hashes", 2, "The hash", "A hash is a fingerprint of bytes.")
    (pair,) = await course.edges()
    assert pair[0] == "Commit"
    assert await course.edges() == {pair: kept}
    await course.say("undecide", *pair)
    assert await course.edges() == {}


async def test_a_removed_edge_to_what_only_front_matter_names_can_be_undone(course):
    await course.write("branches", 1, "Branches", "They move.", concept="Branches", prerequisites=["Shell"])
    assert await course.edges() == {("Branches", "Shell"): None}
    edge = await course.say("remove", "branch", "shells")
    assert (edge["decision"], edge["evidence"][0]["kind"]) == ("removed", "front_matter")
    assert await course.edges() == {("Branches", "Shell"): "removed"}
    await course.say("undecide", "Branches", "Shell")
    assert await course.edges() == {("Branches", "Shell"): None}
    await course.say("remove", "Branches", "Shell")
    assert (await course.say("add", "Branches", "Shell"))["decision"] == "added"


async def test_a_removed_edge_waits_in_sight_while_its_material_is_away(course, graph):
    await course.say("remove", "Commits", "Hashes")
    await remove(graph, "hashes", 2)
    assert await course.concept_graphs.refresh("Git")
    assert await course.edges() == {("Commits", "Hashes"): "removed"}
    await course.say("undecide", "commit", "hash")
    assert await course.edges() == {}


async def test_a_decision_on_what_is_away_does_not_become_one_on_its_namesake(course, graph):
    await course.write("http", 1, "HTTP", "Requests and replies.")
    await course.write("https", 1, "HTTPS", "Certificates prove a name.")
    await course.say("add", "HTTPS", "Hashes")
    await remove(graph, "https", 2)
    assert await course.concept_graphs.refresh("Git")
    await course.write("https", 3, "HTTPS", "Certificates prove a name.")
    assert await course.edges() == {("HTTPS", "Hashes"): "added"}


async def test_nothing_needs_what_is_not_taught(course):
    for said in ("add", "confirm"):
        with pytest.raises(NotFound, match='Git does not teach "Rockets"'):
            await course.say(said, "Commits", "Rockets")
    with pytest.raises(Conflict, match='"Commits", which cannot need itself'):
        await course.say("add", "commit", "Commits")
    assert await course.edges() == {}
    assert await course.rows(f"SELECT * FROM {TABLES}") == []


async def test_killed_between_database_and_graph_the_graph_follows_later(course, killed_at, monkeypatch):
    killed_at("decided")
    with pytest.raises(Killed):
        await course.say("add", "Commits", "Hashes")
    with pytest.raises(Killed):
        await course.name("rename", "Commits", "Snapshots")
    assert await course.concepts() == {"Commits": (1, []), "Hashes": (1, [])}
    await course.settle()
    assert await course.edges() == {("Snapshots", "Hashes"): "added"}
    assert await course.rows("SELECT changed, taught FROM indexer.subjects") == [(2, 2)]


async def test_of_two_authors_at_once_one_closes_no_circle_with_the_other(course):
    said = await asyncio.gather(
        course.say("add", "Commits", "Hashes"), course.say("add", "Hashes", "Commits"), return_exceptions=True
    )
    assert [type(each) for each in said].count(Conflict) == 1
    await course.settle()
    assert list((await course.edges()).values()) == ["added"]


async def test_graph_that_was_inferred_before_a_decision_does_not_overwrite_it(course, monkeypatch):
    """One that goes through the subject reads, then waits while an author decides."""
    read, decided = asyncio.Event(), asyncio.Event()
    slow = ConceptGraphs(course.graph, course.transactions)
    infer = slow._infer

    async def infer_and_wait(subject):
        found = await infer(subject)
        read.set()
        await decided.wait()
        return found

    monkeypatch.setattr(slow, "_infer", infer_and_wait)
    refreshing = asyncio.create_task(slow.refresh("Git"))
    await read.wait()
    await course.say("add", "Commits", "Hashes")
    decided.set()
    assert await refreshing is False
    assert await course.edges() == {("Commits", "Hashes"): "added"}


async def test_service_may_add_decisions_and_change_none(course):
    await course.say("add", "Commits", "Hashes")
    for statement in ("UPDATE indexer.edge_decisions SET \"by\" = ''", "DELETE FROM indexer.name_decisions"):
        with pytest.raises(ProgrammingError, match="permission denied"):
            async with course.engine.begin() as connection:
                await connection.execute(text("SET LOCAL ROLE indexer"))
                await connection.execute(text(statement))
    async with course.engine.begin() as connection:
        await connection.execute(text("SET LOCAL ROLE indexer"))
        await SqlStore(connection).mark_concepts_stale("Git")
        names = (await SqlStore(connection).author_decisions("Git")).edges()
        await SqlStore(connection).append_edge_decision(names[0])
    assert await course.rows("SELECT count(*) FROM indexer.edge_decisions") == [(1,)]


async def decide_as_before(graph, decision, minute, *pair):
    """As versions before kept it: in the graph alone."""
    await graph.write(
        lambda transaction: transaction.run(
            "MATCH (a:Concept {subject: 'Git', name: $a}), (b:Concept {subject: 'Git', name: $b})"
            " MERGE (a)-[d:DECIDED]->(b) SET d.decision = $decision, d.by = 'bob', d.at = datetime($at)",
            a=pair[0], b=pair[1], decision=decision, at=f"2026-01-01T00:{minute:02}:00.123456789Z",
        )
    )  # fmt: skip


@pytest.mark.parametrize("killed", [None, "decisions_imported"])
async def test_decisions_of_a_version_before_are_imported_once(course, killed_at, killed, monkeypatch):
    await course.write("trees", 1, "Trees", "Trees name files.")
    await decide_as_before(course.graph, "added", 1, "Commits", "Hashes")
    await decide_as_before(course.graph, "removed", 2, "Trees", "Hashes")
    await course.say("remove", "Commits", "Hashes")
    if killed:
        killed_at(killed)
        with pytest.raises(Killed):
            await course.updates.import_former_decisions()
        monkeypatch.undo()
    for _ in range(2):
        await course.updates.import_former_decisions()
    assert await course.concept_graphs.former_decisions() == []
    kept = await course.rows(
        'SELECT concept, prerequisite, decision, "by" FROM indexer.edge_decisions ORDER BY at'
    )
    assert kept == [
        ("Commits", "Hashes", "added", "bob"),
        ("Trees", "Hashes", "removed", "bob"),
        ("Commits", "Hashes", "removed", "ada"),
    ]
    await course.settle()
    assert await course.edges() == {("Commits", "Hashes"): "removed", ("Trees", "Hashes"): "removed"}


async def test_what_an_author_said_shows_while_the_graph_has_not_followed(course, monkeypatch):
    await course.say("add", "Commits", "Hashes")

    async def later(subject, changed):
        """Longer than an author waits."""

    monkeypatch.setattr(course.updates, "refresh_now", later)
    edge = await course.say("remove", "Commits", "Hashes")
    assert edge["decision"] == "removed"
    assert await course.edges() == {("Commits", "Hashes"): "removed"}
    edge = await course.say("undecide", "Commits", "Hashes")
    assert edge["decision"] is None
    edge = await course.say("confirm", "Commits", "Hashes")
    assert (edge["decision"], edge["state"]) == ("confirmed", "said")
    await course.settle()
    assert await course.edges() == {("Commits", "Hashes"): "confirmed"}
