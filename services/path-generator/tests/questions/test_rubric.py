"""The claims of a reference."""

import pytest
from path_generator.domain.questions.templates import TemplateQuestions


@pytest.fixture
def rubric_for(passage_of):
    def rubric(concept, sentence, difficulty):
        return TemplateQuestions().make(concept, [passage_of(sentence, concept)], difficulty).rubric

    return rubric


def test_each_clause_is_a_point_and_the_first_counts_double(rubric_for):
    points = rubric_for("Heap", "A heap is a plain data file that stores the rows of one table.", 1)
    assert [(point.criterion, point.label, point.weight) for point in points] == [
        ("a heap is a plain data file", "Says what it is", 2.0),
        ("a plain data file that stores the rows of one table", "Says which or what kind", 1.0),
    ]


def test_noun_before_a_comma_is_a_word_of_its_own(rubric_for):
    sentence = "A heap is a file, or a group of files, whose pages hold the rows of one table."
    criteria = [point.criterion for point in rubric_for("Heap", sentence, 1)]
    assert any("files whose pages" in criterion for criterion in criteria)


def test_condition_that_the_question_gives_earns_nothing(rubric_for):
    sentence = "If two page locks wait for each other, the server cancels the younger transaction."
    assert [point.criterion for point in rubric_for("Page locks", sentence, 4)] == [
        "the server cancels the younger transaction"
    ]


def test_reason_is_the_rubric_of_a_question_why(rubric_for):
    sentence = "Page locks are short because a reader must never wait for a slow writer."
    (point,) = rubric_for("Page locks", sentence, 4)
    assert point.criterion == "because a reader must never wait for a slow writer"
    assert point.label == "Gives the reason"


def test_second_verb_is_given_the_subject_of_the_first(rubric_for):
    sentence = "A checkpoint writes the dirty pages to the disk and removes the old segments of the log."
    criteria = [point.criterion for point in rubric_for("Checkpoint", sentence, 2)]
    assert criteria[1] == "a checkpoint removes the old segments of the log"


def test_sentence_of_many_clauses_has_at_most_four_points(rubric_for):
    sentence = (
        "A checkpoint writes dirty pages to disk, removes old log segments, updates the control file, wakes "
        "sleeping backup workers, prints a short report, and closes unused table files."
    )
    points = rubric_for("Checkpoint", sentence, 2)
    assert 1 < len(points) <= 4
    assert len({point.label for point in points}) == len(points)
