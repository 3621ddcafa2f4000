"""What a concept needs, at any remove."""

from traclearn_corpus import Concept, ConceptGraph, Prerequisite


def graph(names, *edges, removed=(), suggested=()):
    return ConceptGraph(
        "Git",
        [Concept(name) for name in names],
        [
            *(Prerequisite(concept, needed, 1.0, state="agreed") for concept, needed in edges),
            *(Prerequisite(concept, needed, 1.0) for concept, needed in suggested),
            *(
                Prerequisite(concept, needed, 1.0, decision="removed", state="said")
                for concept, needed in removed
            ),
        ],
    )


def test_each_comes_after_what_it_needs_itself_and_else_in_the_subjects_order():
    found = graph("rmbzac", ("r", "m"), ("m", "b"), ("b", "c"), ("r", "z"), ("r", "a"))
    assert found.prerequisites_of("r") == ["z", "a", "c", "b", "m"]


def test_several_concepts_share_what_they_need_and_are_not_among_it():
    found = graph("abcd", ("a", "c"), ("b", "c"), ("c", "d"), ("a", "b"))
    assert found.prerequisites_of("a", "b") == ["d", "c"]


def test_a_removed_edge_leads_nowhere():
    assert graph("abc", ("a", "b"), removed=[("b", "c")]).prerequisites_of("a") == ["b"]


def test_a_suggested_edge_leads_nowhere():
    assert graph("abc", ("a", "b"), suggested=[("b", "c"), ("a", "c")]).prerequisites_of("a") == ["b"]


def test_a_concept_that_is_not_there_needs_nothing():
    assert graph("ab", ("a", "b")).prerequisites_of("nothing") == []
    assert graph("").prerequisites_of("a") == []
