"""What a goal is about."""

import pytest
from path_generator.domain.paths.goal import goal_of, nearest
from path_generator.domain.paths.wording import path_title, topic_of
from traclearn_corpus.reading import Hit


def hit(concept, score, subject="Databases", chunk=None, heading=("Course",)):
    chunk = chunk or f"{concept}-{score}"
    return Hit(chunk, "d", "d.md", "On it", subject, heading, None, "text", concept, score)


def concepts(goal, *hits):
    return goal_of(goal, hits, 0.65).concepts


def test_best_concept_comes_first_and_far_ones_are_left_out():
    assert concepts("snapshots", hit("commit", 0.95), hit("branch", 0.9), hit("merge", 0.7)) == (
        "commit",
        "branch",
    )


def test_concept_named_in_the_goal_comes_first_in_any_form():
    named = concepts("how do Isolation Levels work", hit("lock", 0.95), hit("isolation level", 0.66))
    assert named == ("isolation level", "lock")


def test_word_within_another_word_names_nothing():
    assert concepts("tablespaces", hit("lock", 0.97), hit("table", 0.66)) == ("lock",)


def test_nothing_on_the_topic_is_no_goal():
    assert goal_of("pancakes", [hit("commit", 0.64), hit(None, 0.3)], 0.65) is None
    assert goal_of("pancakes", [], 0.65) is None


def test_subject_with_most_of_it_is_taken():
    goal = goal_of("tables", [hit("table", 0.9, "HTML"), hit("table", 0.89), hit("row", 0.88)], 0.65)
    assert (goal.subject, goal.concepts) == ("Databases", ("table", "row"))


def test_chunks_found_go_with_their_concept_the_best_first():
    goal = goal_of("it", [hit("a", 0.8, chunk="two"), hit("a", 0.9, chunk="one")], 0.65)
    assert goal.chunks == {"a": ("one", "two")}


def test_sections_stand_for_concepts_where_there_are_none_yet():
    goal = goal_of("it", [hit(None, 0.8, heading=("Course", "Undo")), hit(None, 0.79, heading=())], 0.65)
    assert (goal.concepts, goal.has_concepts) == (("Undo", "On it"), False)
    goal = goal_of("it", [hit(None, 0.9, heading=("Course", "Undo")), hit("reset", 0.7)], 0.65)
    assert (goal.concepts, goal.has_concepts) == (("reset",), True)


def test_hit_of_certain_nearness_is_the_goal():
    assert concepts("it", hit("a", 1.0), hit("b", 0.66)) == ("a",)


def test_nearest_names_each_concept_once():
    found = [hit("a", 0.5), hit("a", 0.4), hit(None, 0.3, heading=("Course", "B")), hit("c", 0.2)]
    assert nearest(found, 2) == [("a", "On it"), ("B", "On it")]


@pytest.mark.parametrize(
    ("goal", "title"),
    [
        ("teach me how isolation levels work", "How isolation levels work"),
        ("Please, teach me about git.", "Git"),
        ("I'd like to learn rebasing!", "Rebasing"),
        ("explain", "Explain"),
        ("?!", "?!"),
        ("apprentissage des bases de données", "Apprentissage des bases de données"),
        ("x" * 1000, "X" + "x" * 253 + "…"),
    ],
)
def test_title_says_what_is_wanted(goal, title):
    assert path_title(goal) == title


@pytest.mark.parametrize(
    "goal",
    [
        "bake pancakes",
        "Teach me to  BAKE  pancakes!",
        "please, teach me: “bake” pancakes",
        "teach me bake pancakes?",
    ],
)
def test_topic_is_the_same_for_goals_that_differ_in_wording_alone(goal):
    assert topic_of(goal.replace("me to ", "me ")) == "bake pancakes"


def test_topics_that_differ_by_more_than_punctuation_stay_apart():
    assert topic_of("teach me C++") == "c++" != topic_of("teach me C")
    assert topic_of("learn") == "learn"
    assert topic_of("?! …") == ""
