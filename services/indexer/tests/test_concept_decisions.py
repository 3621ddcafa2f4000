"""What authors may say of a subject's concepts, and what is kept of it. A small fake plays the database."""

import asyncio
import contextlib
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from indexer.application import concept_decisions as module
from indexer.application.concept_decisions import ConceptDecisions
from indexer.application.concept_updates import ConceptUpdates
from indexer.domain.concepts.author_decisions import AuthorDecisions, TaughtNames
from indexer.domain.concepts.words import concept_key
from indexer.domain.errors import Conflict, NotFound, RequestError
from indexer.entrypoints.requests import NameChange
from pydantic import ValidationError
from traclearn_corpus import Concept, GraphAway

SUBJECT = "Databases"


class Log:
    """The database: decisions as they come, each a minute after the one before, and how often it changed."""

    def __init__(self):
        self.edges, self.names, self.changed, self.current = [], [], 0, 0

    @asynccontextmanager
    async def begin(self):
        kept = [*self.edges], [*self.names], self.changed
        try:
            yield self
        except BaseException:
            self.edges, self.names, self.changed = kept
            raise

    async def mark_concepts_stale(self, *subjects):
        self.changed += 1
        return dict.fromkeys(subjects, self.changed)

    async def mark_concepts_current(self, subject, changed):
        self.current = max(self.current, changed)

    async def author_decisions(self, subject):
        return AuthorDecisions(self.edges, self.names)

    async def append_edge_decision(self, decision):
        self.edges.append(replace(decision, at=self._now()))

    async def append_name_decision(self, decision):
        self.names.append(replace(decision, at=self._now()))

    def _now(self):
        return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=len(self.edges) + len(self.names))


class ConceptGraphs:
    """The graph as it follows: concepts under the names that authors gave them."""

    def __init__(self, log, *concepts):
        self._log, self._concepts, self.away = log, concepts, False

    async def taught_names(self, subject, *wanted):
        names = (await self._log.author_decisions(subject)).names
        called = dict.fromkeys(names.called(each) for each in self._concepts)
        return TaughtNames([Concept(each, aliases=names.aliases(each)) for each in called])

    async def refresh(self, subject):
        if self.away:
            raise GraphAway("It does not answer.", 1.0)
        return True


class World:
    def __init__(self, *concepts):
        self.log = Log()
        self.concept_graphs = ConceptGraphs(self.log, *concepts)
        begin = self.log.begin
        updates = ConceptUpdates(begin, self.concept_graphs)
        self.decisions = ConceptDecisions(begin, self.concept_graphs, updates)

    async def edge(self, action, concept, prerequisite):
        await self.decisions.decide_edge(SUBJECT, concept, prerequisite, action, "ada")

    async def name(self, action, concept, to=None):
        await self.decisions.change_name(SUBJECT, concept, action, to, "ada")

    @property
    def kept(self):
        return [(each.concept, each.prerequisite, each.decision) for each in self.log.edges]

    @property
    def in_force(self):
        decided = AuthorDecisions(self.log.edges, self.log.names)
        return {(each.concept, each.prerequisite): each.decision for each in decided.edges()}

    async def names(self):
        """Each concept as it is called now, with its aliases."""
        taught = await self.concept_graphs.taught_names(SUBJECT)
        names = AuthorDecisions(self.log.edges, self.log.names).names
        return {name: names.aliases(name) for name in set(taught._names.values())}


@pytest.fixture
def world():
    return World("Locks", "Rows", "Pages")


@pytest.mark.parametrize(
    ("said", "kept"), [("confirm", "confirmed"), ("remove", "removed"), ("add", "added"), ("undecide", None)]
)
async def test_decision_on_edge_is_kept_with_its_author_in_the_spelling_that_is_shown(world, said, kept):
    await world.edge(said, "locks", "ROWS")
    assert world.kept == [("Locks", "Rows", kept)]
    assert (world.log.edges[0].subject, world.log.edges[0].by) == (SUBJECT, "ada")
    assert world.log.changed == world.log.current == 1


@pytest.mark.parametrize("said", ["confirm", "add"])
async def test_edge_with_a_concept_that_is_not_taught_is_refused_by_name(world, said):
    with pytest.raises(NotFound, match='Databases does not teach "Trees": take names from the list'):
        await world.edge(said, "Locks", "Trees")
    with pytest.raises(NotFound, match='"Blocks" and "Trees"'):
        await world.edge(said, "Blocks", "Trees")
    assert (world.kept, world.log.changed) == ([], 0)


@pytest.mark.parametrize(("said", "kept"), [("remove", "removed"), ("undecide", None)])
async def test_what_was_said_of_a_concept_that_is_gone_can_be_taken_back(world, said, kept):
    await world.edge(said, "locks", "Trees")
    assert world.kept == [("Locks", "Trees", kept)]


async def test_edge_of_a_concept_with_itself_is_refused_in_any_spelling(world):
    with pytest.raises(Conflict, match='Both names are the concept "Locks"'):
        await world.edge("add", "Locks", "LOCKS")
    assert world.kept == []


async def test_edge_that_closes_a_circle_of_authors_own_is_refused(world):
    await world.edge("add", "Locks", "Rows")
    await world.edge("confirm", "Rows", "Pages")
    for said in ("add", "confirm"):
        with pytest.raises(Conflict, match="Locks already needs Pages, as authors said: remove one"):
            await world.edge(said, "Pages", "Locks")
    await world.edge("remove", "Rows", "Pages")
    await world.edge("add", "Pages", "Locks")
    assert world.in_force[("Pages", "Locks")] == "added"


async def test_circle_through_a_concept_that_is_away_is_not_held_against_an_author():
    world = World("Locks", "Rows", "Pages")
    await world.edge("add", "Locks", "Rows")
    await world.edge("add", "Rows", "Pages")
    world.concept_graphs._concepts = ("Locks", "Pages")
    await world.edge("add", "Pages", "Locks")
    assert world.kept[-1] == ("Pages", "Locks", "added")


async def test_renamed_concept_keeps_its_old_name_as_alias_and_what_was_said_of_it(world):
    await world.edge("add", "Locks", "Rows")
    await world.name("rename", "lock", "  Row   locks ")
    assert (await world.names())["Row locks"] == ("Locks",)
    await world.edge("remove", "Row lock", "Pages")
    assert world.in_force == {("Locks", "Rows"): "added", ("Locks", "Pages"): "removed"}
    await world.name("undo", "Row locks")
    assert (await world.names())["Locks"] == ()
    assert world.in_force == {("Locks", "Rows"): "added", ("Locks", "Pages"): "removed"}


async def test_concept_that_is_renamed_again_keeps_every_name_and_loses_all_with_one_undo(world):
    await world.name("rename", "Locks", "Latches")
    await world.name("rename", "Latches", "Bolts")
    assert (await world.names())["Bolts"] == ("Locks", "Latches")
    await world.name("undo", "Latches")
    assert (await world.names())["Locks"] == ()


async def test_concept_can_be_respelled(world):
    await world.name("rename", "Locks", "the locks")
    assert (await world.names())["the locks"] == ()
    await world.name("rename", "locks", "Lock")
    assert sorted(await world.names()) == ["Lock", "Pages", "Rows"]


async def test_same_name_again_is_kept_once(world):
    for _ in range(2):
        await world.name("rename", "Locks", "Latches")
    assert len(world.log.names) == 1


async def test_name_of_another_concept_is_taken_also_as_alias(world):
    await world.name("rename", "Rows", "Records")
    for taken, said in (
        ("page", '"Pages" is another concept: merge the two'),
        ("record", '"Records" is another concept'),
        ("row", '"row" is a name of the concept "Records" already'),
    ):
        with pytest.raises(Conflict, match=said):
            await world.name("rename", "Locks", taken)
    assert len(world.log.names) == 1


async def test_name_that_authors_gave_to_what_is_away_is_taken(world):
    await world.name("rename", "Rows", "Records")
    world.concept_graphs._concepts = ("Locks",)
    with pytest.raises(Conflict, match='"Records" is another concept'):
        await world.name("rename", "Locks", "Records")


async def test_concept_takes_no_name_of_what_was_merged_into_it(world):
    await world.name("merge", "Rows", "Pages")
    with pytest.raises(Conflict, match='"Rows" is a name of the concept "Pages" already'):
        await world.name("rename", "Pages", "Rows")


async def test_merged_concepts_share_their_edges_and_part_again(world):
    await world.edge("add", "Locks", "Rows")
    await world.edge("add", "Rows", "Pages")
    await world.name("merge", "row", "PAGES")
    assert (await world.names()) == {"Locks": (), "Pages": ("Rows",)}
    assert world.in_force == {("Locks", "Pages"): "added"}
    await world.edge("undecide", "Locks", "Rows")
    assert world.in_force == {}
    await world.name("undo", "rows")
    assert world.in_force == {("Locks", "Rows"): "added", ("Rows", "Pages"): "added"}
    assert sorted(await world.names()) == ["Locks", "Pages", "Rows"]


async def test_renamed_concept_that_was_merged_is_called_so_again_afterwards(world):
    await world.name("rename", "Rows", "Records")
    await world.name("merge", "Records", "Pages")
    assert (await world.names())["Pages"] == ("Rows", "Records")
    await world.name("undo", "Records")
    assert (await world.names())["Records"] == ("Rows",)
    await world.name("undo", "Records")
    assert (await world.names())["Rows"] == ()


async def test_concepts_merge_in_a_row_and_never_in_a_circle(world):
    await world.name("merge", "Locks", "Rows")
    await world.name("merge", "Rows", "Pages")
    assert (await world.names()) == {"Pages": ("Locks", "Rows")}
    for one, other in (("Pages", "Locks"), ("Pages", "Rows"), ("Pages", "page")):
        with pytest.raises(Conflict, match='Both names are the concept "Pages" already'):
            await world.name("merge", one, other)
    await world.name("undo", "Rows")
    assert (await world.names()) == {"Pages": (), "Rows": ("Locks",)}


async def test_same_merge_again_changes_nothing(world):
    for _ in range(2):
        await world.name("merge", "Rows", "Pages")
    assert len(world.log.names) == 1


async def test_merge_that_turns_authors_own_edges_into_a_circle_is_refused_in_words(world):
    await world.edge("add", "Locks", "Rows")
    await world.edge("add", "Rows", "Pages")
    with pytest.raises(Conflict, match="go in a circle: Pages needs Rows needs Pages"):
        await world.name("merge", "Locks", "Pages")
    assert world.log.names == []
    await world.edge("undecide", "Rows", "Pages")
    await world.name("merge", "Locks", "Pages")
    assert world.in_force == {("Pages", "Rows"): "added"}


@pytest.mark.parametrize("action", ["rename", "merge"])
async def test_name_of_nothing_is_refused(world, action):
    with pytest.raises(NotFound, match='does not teach "Trees"'):
        await world.name(action, "Trees", "Pages")
    with pytest.raises(NotFound, match='Nothing was renamed or merged by the name "Trees"'):
        await world.name("undo", "Trees")
    assert (world.log.names, world.log.changed) == ([], 0)


@pytest.mark.parametrize("empty", [None, "", " \t\n"])
async def test_empty_names_are_refused(world, empty):
    for action in ("rename", "merge"):
        with pytest.raises(RequestError, match="cannot be empty"):
            await world.name(action, "Locks", empty)
    for action in ("rename", "merge", "undo"):
        with pytest.raises(RequestError, match="cannot be empty"):
            await world.name(action, empty or "", "Pages")


@pytest.mark.parametrize(
    "wrong",
    [
        {"to": "x" * 201}, {"concept": "x" * 201}, {"concept": ""}, {"to": "a\0b"}, {"subject": ""},
        {"decision": "delete"}, {"by": "bob"},
    ],
)  # fmt: skip
def test_request_with_over_long_or_unstorable_names_is_refused(wrong):
    good = {"subject": "Git", "concept": "Trees", "decision": "rename", "to": "x" * 200}
    assert NameChange(**good).to == "x" * 200
    with pytest.raises(ValidationError):
        NameChange(**(good | wrong))


async def test_word_that_is_kept_while_the_graph_goes_away_is_followed_later(world):
    world.concept_graphs.away = True
    for said in (
        world.edge("add", "Locks", "Rows"),
        world.name("rename", "Locks", "Latches"),
        world.name("merge", "Rows", "Pages"),
    ):
        with pytest.raises(GraphAway):
            await said
    assert (len(world.log.edges), len(world.log.names)) == (1, 2)
    assert (world.log.changed, world.log.current) == (3, 0)


async def test_process_killed_between_database_and_graph_leaves_the_subject_stale(world, monkeypatch):
    def point(name):
        raise SystemExit(name)

    monkeypatch.setattr(module.chaos, "point", point)
    with pytest.raises(SystemExit, match="decided"):
        await world.edge("add", "Locks", "Rows")
    assert world.in_force == {("Locks", "Rows"): "added"}
    assert (world.log.changed, world.log.current) == (1, 0)


NEW_NAMES = st.sampled_from(["Records", "row", "Page", "Bolts", "a b"])
ACTIONS = st.one_of(
    st.tuples(st.just("rename"), st.integers(0, 9), NEW_NAMES),
    st.tuples(st.just("merge"), st.integers(0, 9), st.integers(0, 9)),
    st.tuples(st.just("undo"), st.integers(0, 9), st.none()),
)


def all_of(names):
    return [name for called, others in names.items() for name in (called, *others)]


@given(st.lists(ACTIONS, max_size=15))
def test_whatever_authors_say_of_names_each_is_one_concepts_and_all_is_undone(said):
    async def check():
        world = World("Locks", "Rows", "Pages", "Trees")
        for action, concept, to in said:
            known = sorted(all_of(await world.names()))
            chosen = known[to % len(known)] if isinstance(to, int) else to
            with contextlib.suppress(RequestError):
                await world.name(action, known[concept % len(known)], chosen)
            shown = await world.names()
            keys = [concept_key(name) for name in all_of(shown)]
            assert len(keys) == len(set(keys)), shown
        while in_force := AuthorDecisions((), world.log.names).names.in_force():
            await world.name("undo", in_force[-1].concept)
        assert await world.names() == dict.fromkeys(("Locks", "Rows", "Pages", "Trees"), ())

    asyncio.run(check())
