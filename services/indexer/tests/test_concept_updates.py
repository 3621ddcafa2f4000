"""When the concepts of a subject are found anew."""

import asyncio
import contextlib
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest
from indexer.application import concept_updates as concept_updates_module
from indexer.application.concept_updates import MAX_WAIT_S, ConceptUpdates
from structlog.testing import capture_logs
from traclearn_corpus import Decision
from traclearn_corpus.writing import FormerDecision


class Subjects:
    """The rows of subjects that changed, and of decisions."""

    def __init__(self):
        self.rows, self.under_way, self.edges = {}, False, []

    def change(self, subject):
        changed, taught = self.rows.get(subject, (0, 0))
        self.rows[subject] = (changed + 1, taught)

    async def stale_subjects(self):
        return [(name, changed) for name, (changed, taught) in self.rows.items() if taught < changed]

    async def is_busy(self):
        return self.under_way

    async def mark_concepts_current(self, subject, changed):
        self.rows[subject] = (self.rows[subject][0], changed)

    async def mark_concepts_stale(self, *subjects):
        for subject in subjects:
            self.change(subject)
        return {subject: self.rows[subject][0] for subject in subjects}

    async def append_edge_decision(self, decision):
        if decision not in self.edges:
            self.edges.append(decision)


class ConceptGraphs:
    def __init__(self):
        self.found, self.stale, self.former = [], 0, []

    async def refresh(self, subject):
        self.found.append(subject)
        self.stale -= 1
        return self.stale < 0

    async def former_decisions(self):
        return list(self.former)

    async def drop_former_decisions(self, former):
        self.former = [each for each in self.former if each not in former]


class Killed(BaseException):
    """In place of a SIGKILL."""


def killed_at(place):
    def point(name):
        if name == place:
            raise Killed

    return point


@pytest.fixture
def world():
    subjects, concept_graphs = Subjects(), ConceptGraphs()

    @asynccontextmanager
    async def begin():
        yield subjects

    return subjects, concept_graphs, ConceptUpdates(begin, concept_graphs)


async def test_a_subject_is_gone_through_once_when_it_has_come_to_rest(world):
    subjects, concept_graphs, concept_updates = world
    for _ in range(50):
        subjects.change("Databases")
        await concept_updates.refresh_stale()
    assert concept_graphs.found == []
    for _ in range(3):
        await concept_updates.refresh_stale()
    assert concept_graphs.found == ["Databases"]


async def test_a_subject_waits_for_the_documents_that_are_under_way(world):
    subjects, concept_graphs, concept_updates = world
    subjects.change("Databases")
    subjects.under_way = True
    for _ in range(5):
        await concept_updates.refresh_stale()
    assert concept_graphs.found == []
    subjects.under_way = False
    await concept_updates.refresh_stale()
    assert concept_graphs.found == ["Databases"]


async def test_one_that_never_rests_is_gone_through_all_the_same(world, monkeypatch):
    subjects, concept_graphs, concept_updates = world
    subjects.change("Databases")
    await concept_updates.refresh_stale()
    now = asyncio.get_running_loop().time() + MAX_WAIT_S + 1
    monkeypatch.setattr(asyncio.get_running_loop(), "time", lambda: now)
    subjects.change("Databases")
    await concept_updates.refresh_stale()
    assert concept_graphs.found == ["Databases"]


async def test_what_moved_on_meanwhile_is_looked_at_again(world):
    subjects, concept_graphs, concept_updates = world
    concept_graphs.stale = 1
    subjects.change("Databases")
    for _ in range(5):
        await concept_updates.refresh_stale()
    assert concept_graphs.found == ["Databases", "Databases"]


async def test_a_word_of_an_author_shows_at_once_and_is_not_gone_through_again(world):
    subjects, concept_graphs, concept_updates = world
    (changed,) = (await subjects.mark_concepts_stale("Databases")).values()
    await concept_updates.refresh_now("Databases", changed)
    assert concept_graphs.found == ["Databases"]
    assert await subjects.stale_subjects() == []


async def test_what_changed_after_a_word_of_an_author_is_gone_through_later(world):
    subjects, _, concept_updates = world
    (changed,) = (await subjects.mark_concepts_stale("Databases")).values()
    subjects.change("Databases")
    await concept_updates.refresh_now("Databases", changed)
    assert await subjects.stale_subjects() == [("Databases", 2)]


async def test_while_documents_pour_in_a_word_of_an_author_waits_for_the_next_look(world):
    subjects, concept_graphs, concept_updates = world
    concept_graphs.stale = 100
    (changed,) = (await subjects.mark_concepts_stale("Databases")).values()
    await concept_updates.refresh_now("Databases", changed)
    assert await subjects.stale_subjects() == [("Databases", 1)]


async def test_an_author_does_not_wait_for_a_large_subject_whose_concepts_follow(world, monkeypatch):
    subjects, concept_graphs, concept_updates = world
    ready = asyncio.Event()
    refresh = concept_graphs.refresh

    async def slow(subject):
        await ready.wait()
        return await refresh(subject)

    monkeypatch.setattr(concept_graphs, "refresh", slow)
    monkeypatch.setattr(concept_updates_module, "SHOWN_WITHIN_S", 0.01)
    (changed,) = (await subjects.mark_concepts_stale("Databases")).values()
    await concept_updates.refresh_now("Databases", changed)
    assert await subjects.stale_subjects() == [("Databases", 1)]
    ready.set()
    await asyncio.gather(*concept_updates._late)
    assert await subjects.stale_subjects() == []


async def test_what_fails_after_the_author_left_is_said_in_the_log_and_found_by_the_next_look(
    world, monkeypatch
):
    subjects, concept_graphs, concept_updates = world
    ready = asyncio.Event()

    async def failing(subject):
        await ready.wait()
        raise OSError("The graph is away.")

    monkeypatch.setattr(concept_graphs, "refresh", failing)
    monkeypatch.setattr(concept_updates_module, "SHOWN_WITHIN_S", 0.01)
    (changed,) = (await subjects.mark_concepts_stale("Databases")).values()
    with capture_logs() as said:
        await concept_updates.refresh_now("Databases", changed)
        ready.set()
        await asyncio.gather(*concept_updates._late, return_exceptions=True)
        await asyncio.sleep(0)
    assert said[-1]["error"] == "The graph is away."
    assert await subjects.stale_subjects() == [("Databases", 1)]


def former(minute):
    at = datetime(2026, 1, 1, 0, minute, tzinfo=UTC)
    return FormerDecision(
        Decision("Git", "Branches", f"Commits {minute}", "added", "ada", at), f"{minute}", "then"
    )


async def test_what_versions_before_kept_in_the_graph_is_imported_before_anything_is_found_anew(world):
    subjects, concept_graphs, concept_updates = world
    concept_graphs.former = [former(1), former(2)]
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(0.1):
            await concept_updates.run(0.01)
    assert [each.prerequisite for each in subjects.edges] == ["Commits 1", "Commits 2"]
    assert (concept_graphs.former, concept_graphs.found[0]) == ([], "Git")


async def test_an_import_that_was_killed_before_the_graph_forgot_takes_nothing_over_twice(world, monkeypatch):
    subjects, concept_graphs, concept_updates = world
    concept_graphs.former = [former(1), former(2)]
    monkeypatch.setattr(concept_updates_module.chaos, "point", killed_at("decisions_imported"))
    with pytest.raises(Killed):
        await concept_updates.import_former_decisions()
    assert len(concept_graphs.former) == 2
    monkeypatch.undo()
    await concept_updates.import_former_decisions()
    assert ([each.at.minute for each in subjects.edges], concept_graphs.former) == ([1, 2], [])
    await concept_updates.import_former_decisions()
    assert len(subjects.edges) == 2
