"""What authors decided before the knowledge base is destroyed: the rehearsal says it, and misses it."""

from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from traclearn_local.errors import LocalError
from traclearn_local.recovery import decisions, rehearsals

DECIDED = [
    "databases: index, as an author calls it = index",
    "databases: isolation needs lock, agreed, removed",
    "databases: view needs table, said, confirmed",
]
INFERRED = [
    "databases: index",
    "databases: isolation needs lock, agreed",
    "databases: view needs table, agreed",
]


class Running(SimpleNamespace):
    """A stack whose graph says one thing until Neo4j stops, and another one when it is filled again."""

    def __init__(self, before, after, home):
        super().__init__(home=home, stack=SimpleNamespace(home=home), said=before)
        self._after = after

    def supervisor(self, name, action):
        if (name, action) == ("neo4j", "stop"):
            self.said = self._after

    def trac_admin(self, *_):
        pass

    @contextmanager
    def neo4j(self):
        answers = {
            rehearsals.CHUNKS: ["a/0/1"],
            decisions.CONCEPTS: self.said[:1],
            decisions.EDGES: self.said[1:],
        }
        yield SimpleNamespace(run=lambda query: SimpleNamespace(value=lambda: answers[query]))


def once(is_so, what):
    if not is_so():
        raise LocalError(what)


@pytest.fixture
def rehearse(monkeypatch, tmp_path):
    monkeypatch.setattr(rehearsals, "_wait", once)
    monkeypatch.setattr(rehearsals.neo4j, "init", lambda *_: None)
    monkeypatch.setattr(rehearsals.passwords, "keep", lambda _: {})
    monkeypatch.setattr(rehearsals, "run_as", lambda *_: [])
    monkeypatch.setattr(rehearsals, "_found", lambda _: ["Indexes"])
    monkeypatch.setattr(decisions, "decide", lambda _: None)

    def with_graphs(before, after):
        (tmp_path / "neo4j").mkdir()
        return rehearsals.rehearse_knowledge(Running(before, after, tmp_path), None)

    return with_graphs


def test_rehearsal_where_decisions_stand_again_is_one(rehearse):
    assert rehearse(DECIDED, DECIDED).compared == 4


@pytest.mark.parametrize("lost", range(3))
def test_rehearsal_where_a_decision_was_lost_fails(rehearse, lost):
    after = [*DECIDED]
    after[lost] = INFERRED[lost]
    with pytest.raises(LocalError, match="the knowledge base is as it was"):
        rehearse(DECIDED, after)


@pytest.mark.parametrize("missing", range(3))
def test_rehearsal_does_not_begin_until_each_decision_reached_the_graph(rehearse, missing):
    before = [*DECIDED]
    before[missing] = INFERRED[missing]
    with pytest.raises(LocalError, match="the graph follows the author"):
        rehearse(before, before)


def test_author_removes_confirms_and_renames_three_different_things():
    names = ["isolation", "lock", "view", "table", "index"]
    edges = [
        {"concept": "isolation", "prerequisite": "lock", "decision": None},
        {"concept": "view", "prerequisite": "table", "decision": None},
    ]
    said = []

    class Author:
        def api(self, method, path, **request):
            said.append((method, path, request.get("json")))
            concepts = [{"name": name} for name in names]
            answer = {"subjects": ["databases"], "subject": "databases", "concepts": concepts, "edges": edges}
            return SimpleNamespace(
                raise_for_status=lambda: SimpleNamespace(json=lambda: answer),
            )

    decisions.decide(Author())
    of = {"subject": "databases"}
    assert [(path, body) for method, path, body in said if method == "POST"] == [
        (
            "/content/concepts/edges",
            of | {"concept": "isolation", "prerequisite": "lock", "decision": "remove"},
        ),
        (
            "/content/concepts/edges",
            of | {"concept": "view", "prerequisite": "table", "decision": "confirm"},
        ),
        (
            "/content/concepts/names",
            of | {"concept": "index", "decision": "rename", "to": "index, as an author calls it"},
        ),
    ]
