"""Authors' decisions from what they type to what they are shown, on Neo4j, with the real inference."""

import sys
from contextlib import asynccontextmanager
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from indexer.adapters.concept_graphs import ConceptGraphs
from indexer.application.concept_updates import ConceptUpdates
from indexer.domain.errors import Conflict, NotFound
from traclearn_corpus import Decision
from traclearn_corpus.reading import facts
from traclearn_corpus.writing import cut_over, decide, put_vectors, remove, stage

sys.path.insert(0, str(Path(__file__).parents[3] / "libs/corpus/tests/stack"))

from material import Text, meta, vector

pytestmark = pytest.mark.stack
# Neo4j and the documents are those of the graph's own tests
_spec = spec_from_file_location("graph_stack", Path(sys.path[0], "conftest.py"))
_stack = module_from_spec(_spec)
_spec.loader.exec_module(_stack)
server, empty, graph = _stack.server, _stack.empty, _stack.graph


class Unused:
    """Nothing is noted as long as the subject holds still."""


@asynccontextmanager
async def nothing():
    yield Unused()


class Course:
    def __init__(self, graph):
        self.graph, self.concept_graphs = graph, ConceptGraphs(graph)
        self.concept_updates = ConceptUpdates(nothing, self.concept_graphs)

    async def write(self, document, revision, heading, content, **front):
        text = Text(document, content, heading=(heading,))
        await stage(self.graph, document, revision, meta(document, front=front), [text])
        await put_vectors(self.graph, "toy", {text.id: vector(text.passage)})
        await cut_over(self.graph, document, revision)
        assert await self.concept_graphs.refresh("Git")

    async def say(self, said, concept, prerequisite):
        await self.concept_updates.decide("Git", concept, prerequisite, said, "ada")
        return await self.concept_graphs.describe_edge("Git", concept, prerequisite)

    async def edges(self):
        shown = (await self.concept_graphs.describe("Git"))["edges"]
        return {(edge["concept"], edge["prerequisite"]): edge["decision"] for edge in shown}

    async def kept(self):
        return [(one.concept, one.prerequisite) for one in (await facts(self.graph, "Git")).decisions]


@pytest.fixture
async def course(graph):
    made = Course(graph)
    await made.write("commits", 1, "Commits", "Commits keep a snapshot.")
    await made.write("hashes", 1, "Hashes", "Hashes are fingerprints of bytes.")
    assert await made.edges() == {}
    return made


async def test_what_an_author_types_is_what_is_shown_and_undone(course):
    edge = await course.say("add", "commit", "HASH")
    assert (edge["concept"], edge["prerequisite"], edge["decision"]) == ("Commits", "Hashes", "added")
    assert await course.kept() == [("Commits", "Hashes")]
    await course.say("undecide", "Commits", "Hashes")
    assert (await course.edges(), await course.kept()) == ({}, [])


async def test_what_was_kept_in_other_spellings_is_undone_too(course, graph):
    for pair in (("commits", "hash"), ("The Commit", "HASHES")):
        await decide(graph, Decision("Git", *pair, "added"))
    assert await course.concept_graphs.refresh("Git")
    assert (await course.edges(), await course.kept()) == (
        {("Commits", "Hashes"): "added"}, [("Commits", "Hashes")]
    )  # fmt: skip
    await course.say("undecide", "Commits", "Hashes")
    assert (await course.edges(), await course.kept()) == ({}, [])


@pytest.mark.parametrize(("said", "kept"), [("add", "added"), ("remove", "removed")])
async def test_a_decision_outlives_a_renamed_heading_and_is_undone_then(course, said, kept):
    await course.say(said, "Commits", "Hashes")
    await course.write("commits", 2, "Commit", "A commit keeps a snapshot.")
    await course.write("hashes", 2, "The hash", "A hash is a fingerprint of bytes.")
    (pair,) = await course.edges()
    assert pair[0] == "Commit"
    assert (await course.edges(), await course.kept()) == ({pair: kept}, [pair])
    await course.say("undecide", *pair)
    assert (await course.edges(), await course.kept()) == ({}, [])


async def test_a_removed_edge_to_what_only_front_matter_names_can_be_undone(course):
    await course.write("branches", 1, "Branches", "They move.", concept="Branches", prerequisites=["Shell"])
    assert await course.edges() == {("Branches", "Shell"): None}
    assert (await course.say("remove", "branch", "shells"))["decision"] == "removed"
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
    assert (await course.edges(), await course.kept()) == ({}, [])


async def test_a_decision_on_what_is_away_does_not_become_one_on_its_namesake(course, graph):
    await course.write("http", 1, "HTTP", "Requests and replies.")
    await course.write("https", 1, "HTTPS", "Certificates prove a name.")
    await course.say("add", "HTTPS", "Hashes")
    await remove(graph, "https", 2)
    assert await course.concept_graphs.refresh("Git")
    assert await course.kept() == [("HTTPS", "Hashes")]
    await course.write("https", 3, "HTTPS", "Certificates prove a name.")
    assert (await course.edges())["HTTPS", "Hashes"] == "added"


async def test_nothing_needs_what_is_not_taught(course):
    for said in ("add", "confirm"):
        with pytest.raises(NotFound, match='Git does not teach "Rockets"'):
            await course.say(said, "Commits", "Rockets")
    with pytest.raises(Conflict, match='"Commits", which cannot need itself'):
        await course.say("add", "commit", "Commits")
    assert (await course.edges(), await course.kept()) == ({}, [])
