"""What is asked where nothing else can be."""

import pytest
from path_generator.domain.questions.summary import key_terms, summary_of


def test_summary_names_the_section_and_marks_its_terms(passage_of):
    question = summary_of(
        passage_of("Dirty pages wait. Dirty pages go to disk at a checkpoint.", "3.1 Writing"), "writing"
    )
    assert question.form == "summary"
    assert question.text == (
        "Read “Writing” and summarise it in your own words. Explain its 2 most important terms."
    )
    assert question.rubric[0].criterion == "Dirty pages"
    assert [point.label for point in question.rubric] == ["Key point 1", "Key point 2"]


@pytest.mark.parametrize("text", ["x", "42", "...", "the", "ロック", "\x00", "a" * 100_000, "(" * 100_000])
def test_passage_that_holds_anything_can_be_summarised(passage_of, text):
    question = summary_of(passage_of(text), "pages")
    assert question.reference
    assert all(0 < len(point.criterion) <= 100 for point in question.rubric)
    assert 0 < len(question.rubric) <= 5


def test_empty_passage_is_an_error(passage_of):
    with pytest.raises(ValueError, match="nothing to summarise"):
        summary_of(passage_of(" \n "), "pages")


def test_phrases_that_say_more_come_first():
    assert key_terms("The server has a log. It is the old journal file.") == [
        "old journal file",
        "server",
        "log",
    ]


def test_passage_without_heading_is_called_by_its_title(passage_of):
    assert "“Storage”" in summary_of(passage_of("Dirty pages wait.", ""), "storage").text


def test_summaries_of_two_concepts_of_a_section_differ(passage_of):
    passage = passage_of("Dirty pages wait.", "Writing")
    assert "summarise what it says about “Dirty pages” in" in summary_of(passage, "Dirty pages").text
    assert "summarise it in" in summary_of(passage, "Writing").text
