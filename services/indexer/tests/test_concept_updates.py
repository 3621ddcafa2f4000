"""When the concepts of a subject are found anew, and what authors may say of them."""

import asyncio
from contextlib import asynccontextmanager

import pytest
from indexer.application.concept_updates import MAX_WAIT_S, ConceptUpdates
from indexer.domain.errors import Conflict, NotFound


class Subjects:
    """The rows of subjects that changed."""

    def __init__(self):
        self.rows, self.under_way = {}, False

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


class ConceptGraphs:
    def __init__(self):
        self.found, self.decided, self.stale, self.circular = [], [], 0, False
        self.names, self.pairs = {"locks": "Locks", "rows": "Rows"}, []

    async def refresh(self, subject):
        self.found.append(subject)
        self.stale -= 1
        return self.stale < 0

    async def known_names(self, subject, *names):
        return [self.names.get(name.lower()) for name in names]

    async def would_cycle(self, subject, concept, prerequisite):
        return self.circular

    async def save_decision(self, decision):
        self.decided.append(decision.decision)
        self.pairs.append((decision.concept, decision.prerequisite))


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


@pytest.mark.parametrize(
    ("said", "kept"), [("confirm", "confirmed"), ("remove", "removed"), ("add", "added"), ("undecide", None)]
)
async def test_what_an_author_says_applies_at_once(world, said, kept):
    _, concept_graphs, concept_updates = world
    await concept_updates.decide("Databases", "Locks", "Rows", said, "ada")
    assert (concept_graphs.decided, concept_graphs.found) == ([kept], ["Databases"])


@pytest.mark.parametrize("said", ["confirm", "remove", "add", "undecide"])
async def test_a_decision_is_kept_in_the_spelling_that_authors_are_shown(world, said):
    _, concept_graphs, concept_updates = world
    await concept_updates.decide("Databases", "locks", "ROWS", said, "ada")
    assert concept_graphs.pairs == [("Locks", "Rows")]


@pytest.mark.parametrize("said", ["confirm", "add"])
async def test_nothing_can_need_what_is_not_taught(world, said):
    _, concept_graphs, concept_updates = world
    with pytest.raises(NotFound, match='Databases does not teach "Pages": take names from the list'):
        await concept_updates.decide("Databases", "Locks", "Pages", said, "ada")
    with pytest.raises(NotFound, match='"Blocks" and "Pages"'):
        await concept_updates.decide("Databases", "Blocks", "Pages", said, "ada")
    assert (concept_graphs.decided, concept_graphs.found) == ([], [])


@pytest.mark.parametrize(("said", "kept"), [("remove", "removed"), ("undecide", None)])
async def test_what_was_said_of_a_concept_that_is_gone_can_be_taken_back(world, said, kept):
    _, concept_graphs, concept_updates = world
    await concept_updates.decide("Databases", "locks", "Pages", said, "ada")
    assert (concept_graphs.decided, concept_graphs.pairs) == ([kept], [("Locks", "Pages")])


async def test_a_concept_does_not_need_itself_in_another_spelling(world):
    _, concept_graphs, concept_updates = world
    with pytest.raises(Conflict, match='Both names are the concept "Locks"'):
        await concept_updates.decide("Databases", "Locks", "LOCKS", "add", "ada")
    assert concept_graphs.decided == []


async def test_an_author_may_not_close_a_circle(world):
    _, concept_graphs, concept_updates = world
    concept_graphs.circular = True
    for said in ("add", "confirm"):
        with pytest.raises(Conflict, match="remove one of the two"):
            await concept_updates.decide("Databases", "Locks", "Rows", said, "ada")
    await concept_updates.decide("Databases", "Locks", "Rows", "remove", "ada")
    assert concept_graphs.decided == ["removed"]


async def test_while_documents_pour_in_a_decision_is_kept_for_the_next_look(world):
    subjects, concept_graphs, concept_updates = world
    concept_graphs.stale = 100
    await concept_updates.decide("Databases", "Locks", "Rows", "add", "ada")
    assert await subjects.stale_subjects() == [("Databases", 1)]
