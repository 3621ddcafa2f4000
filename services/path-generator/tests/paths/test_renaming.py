"""What is said by a concept's earlier name holds for the concept, and by a merged one's for that alone."""

import pytest
from path_generator.domain.paths.renaming import NamesNow
from traclearn_corpus import Concept, ConceptGraph


@pytest.fixture
def names():
    """Folders were Trees and then Directories; Keys were merged into them. Hashes took the name Blobs, which
    what is Objects now had before."""
    folders = ("Trees", "Directories", "Keys")
    return NamesNow(
        ConceptGraph(
            "Git",
            [
                Concept("Folders", aliases=folders, former=folders[:2]),
                Concept("Objects", aliases=("Blobs",), former=("Blobs",)),
                Concept("Blobs", aliases=("Hashes",), former=("Hashes",)),
            ],
        )
    )


@pytest.mark.parametrize(
    ("said", "now"),
    [
        ("Trees", "Folders"),
        ("Directories", "Folders"),
        ("Folders", "Folders"),
        ("Keys", "Keys"),
        ("Blobs", "Blobs"),
        ("Elsewhere", "Elsewhere"),
        ("folders", "Folders"),
        ("TREES", "Folders"),
    ],
)
def test_concept_is_known_by_each_name_that_the_whole_of_it_had_and_nobody_has_now(names, said, now):
    assert names.of(said) == now and names.all_of([said]) == {now}


def test_best_score_under_any_of_its_names_counts(names):
    scores = {"Trees": 0.9, "Folders": 0.4, "Directories": 0.5, "Keys": 1.0}
    assert names.scores(scores) == {"Folders": 0.9, "Keys": 1.0}


def test_name_of_another_case_means_the_one_concept_that_it_can_mean():
    graph = ConceptGraph("C", [Concept("free"), Concept("FREE"), Concept("Heap", aliases=("arena",))])
    names = NamesNow(graph)
    assert [names.of(said) for said in ("Free", "FREE", "heap", "arena")] == ["Free", "FREE", "Heap", "arena"]


def test_part_that_was_merged_into_what_differs_from_it_by_case_stays_a_part():
    names = NamesNow(ConceptGraph("C", [Concept("Lock", aliases=("lock",))]))
    assert (names.of("lock"), names.of("LOCK")) == ("lock", "Lock")
