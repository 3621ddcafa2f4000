"""The two courses of the demo, as a teacher would draw their maps."""

import re
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

import pytest
from indexer.domain.chunking.chunker import chunk_document
from indexer.domain.concepts.chunk_facts import ChunkFacts
from indexer.domain.concepts.concept_graph import infer_concept_graph
from indexer.domain.concepts.terms import find_terms
from traclearn_documents.reader import read_document
from traclearn_documents.recognition import media_types

DEMO = Path(__file__).parents[4] / "infra/local/demo"


def count(text):
    return 2 + len(re.findall(r"\w{1,6}|[^\w\s]", text))


def facts(name, path, type=None):
    content = read_document(path, name, type)
    chunks, _ = chunk_document(uuid5(NAMESPACE_URL, name), content, count, 256)
    assert all(chunk.tokens <= 256 for chunk in chunks)
    for chunk in chunks:
        yield ChunkFacts(
            id=chunk.id,
            document=name,
            document_name=name,
            document_title=content.title,
            ordinal=chunk.ordinal,
            heading=chunk.heading,
            content=chunk.content,
            terms=find_terms(chunk.content),
            links=content.links,
            front_concept=content.front.get("concept"),
            front_prerequisites=tuple(content.front.get("prerequisites", ())),
            difficulty=content.front.get("difficulty"),
        )


@pytest.fixture(scope="module")
def git():
    pages = {path.stem.replace(".", "/"): path for path in DEMO.glob("*.wiki")}
    return infer_concept_graph(
        "Git", [fact for name in sorted(pages) for fact in facts(name, pages[name], media_types.WIKI)]
    )


@pytest.fixture(scope="module")
def databases():
    paths = sorted((DEMO / "databases").iterdir())
    return infer_concept_graph(
        "Databases", [fact for path in paths for fact in facts(f"databases/{path.name}", path)]
    )


def arrows(graph):
    return {(edge.concept, edge.prerequisite) for edge in graph.edges}


def test_git_course_has_exactly_its_prerequisites(git):
    assert arrows(git) == {
        ("Snapshot", "Commits"),
        ("Parents", "Commits"),
        ("Staging area", "Commits"),
        ("Branches", "Commits"),
        ("HEAD", "Branches"),
        ("Detached HEAD", "HEAD"),
        ("Remote branches", "Branches"),
        ("Merging", "Branches"),
        ("Fast-forward", "Merging"),
        ("Three-way merge", "Merging"),
        ("Conflicts", "Merging"),
        ("Conflicts", "Staging area"),
        ("Rebase", "Merging"),
        ("Undoing", "Branches"),
        ("Revert", "Undoing"),
        ("Reset", "Undoing"),
        ("Reset", "Staging area"),
        ("Reflog", "Undoing"),
        ("Reflog", "HEAD"),
    }
    assert git.cycles == ()


def test_concepts_of_the_git_course_have_their_chunks_and_neighbours(git):
    taught = {concept.name: concept.chunks for concept in git.concepts}
    assert len(taught["Reset"]) == len(taught["HEAD"]) == 1
    assert sorted(edge.prerequisite for edge in git.edges if edge.concept == "Reset") == [
        "Staging area", "Undoing",
    ]  # fmt: skip
    assert sorted(edge.concept for edge in git.edges if edge.prerequisite == "HEAD") == [
        "Detached HEAD", "Reflog",
    ]  # fmt: skip


def test_reflog_needs_branches_commits_head_and_undoing_in_order(git):
    needed = git.prerequisites_of("Reflog")
    assert sorted(needed) == ["Branches", "Commits", "HEAD", "Undoing"]
    assert needed.index("Commits") < needed.index("Branches") < needed.index("HEAD")


def test_chapters_of_the_databases_course_have_their_prerequisites(databases):
    assert arrows(databases) >= {
        ("Pages", "Tables and keys"),
        ("Indexes and B-trees", "Pages"),
        ("Normal forms", "Tables and keys"),
        ("Transactions and ACID", "Tables and keys"),
        ("Write-ahead log", "Transactions and ACID"),
        ("Write-ahead log", "Pages"),
        ("Isolation", "Transactions and ACID"),
        ("Snapshots and row versions", "Write-ahead log"),
        ("Locks and deadlocks", "Snapshots and row versions"),
        ("Query planning", "Indexes and B-trees"),
        ("Replication", "Write-ahead log"),
        ("Sharding and CAP", "Replication"),
        ("Backups and restore", "Replication"),
        ("Selectivity", "Query planning"),
    }
    lines = {edge.evidence[0].text for edge in databases.edges}
    assert all(0 < len(line) <= 200 for line in lines)


def test_nothing_early_in_the_databases_course_needs_what_is_late(databases):
    early = {"Tables and keys", "Pages", "Indexes and B-trees", "Normal forms", "Transactions and ACID"}
    late = {"Replication", "Sharding and CAP", "Backups and restore", "Query planning", "Locks and deadlocks"}
    assert not [(one, other) for one, other in arrows(databases) if one in early and other in late]


def test_a_reference_ahead_is_no_prerequisite(databases):
    """The chapter on the log says `as shown in Backups and restore`, which needs it through replication."""
    assert databases.cycles == ()
    assert ("Write-ahead log", "Backups and restore") not in arrows(databases)
