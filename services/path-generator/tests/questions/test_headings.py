"""What a heading asks of the sentences below it."""

import pytest
from path_generator.domain.questions.forms import heading_drafts, term_drafts
from path_generator.domain.questions.parser import parse
from path_generator.domain.questions.prose import paragraphs
from path_generator.domain.questions.templates import fit_questions

STEPS = (
    "Stop the server first. Move the folder of the journal to the disk and check it. "
    "Do not move the server at once."
)


def asked(title: str, text: str) -> list[tuple[str, str]]:
    return [(draft.form, draft.text) for draft in heading_drafts(title, list(parse(text).sents))]


def test_question_of_a_heading_is_asked_where_the_section_tells_how():
    assert asked("How do I move my journal?", STEPS) == [("procedure", "How do you move your journal?")]


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "How do I move my journal?",
            "The journal lies in a folder of its own. The folder of the journal is large.",
        ),
        ("Is the journal safe?", STEPS),
        ("The journal", STEPS),
        ("Moving the journal", STEPS),
        ("How to move the journal", STEPS),
    ],
    ids=["nothing is told to be done", "yes or no", "no question", "task", "task with how to"],
)
def test_other_heading_asks_nothing(title, text):
    assert asked(title, text) == []


@pytest.mark.parametrize("title", ["?", "How?", "How 1?", "How to move it to the U.S?"])
def test_heading_that_is_no_whole_question_asks_nothing(title):
    assert asked(title, STEPS) == []


@pytest.mark.parametrize(
    ("text", "form", "question"),
    [
        ("Returns the number of pages in the cache.", "function", "What does `cache_size` do?"),
        ("Limit the number of pages in the cache.", "function", "What does `cache_size` do?"),
        ("The number of pages that the cache holds.", "definition", "What is `cache_size`?"),
    ],
)
def test_name_with_a_description_is_asked(text, form, question):
    assert asked("cache_size", text) == [(form, question)]
    assert asked("Caches", text) == []
    assert asked("OPTIONS", text) == []
    assert asked("mode", text) == []


def test_description_may_stand_below_a_line_on_the_version():
    text = "New in version 3.1. Limit the number of pages in the cache."
    assert asked("cache_size", text) == [("function", "What does `cache_size` do?")]


@pytest.mark.parametrize(
    ("term", "name"),
    [
        ("cache.resize(pages, wait=True)", "cache.resize"),
        ("coroutine cache.resize(pages)", "cache.resize"),
        ("-r, --resize=<pages>", "--resize"),
        ("`resize_cache`", "resize_cache"),
        ("resize_cache(pages, wait_for=<object None>, dump=None)", "resize_cache"),
        ("Warning", None),
        ("See also", None),
        ("Cache size", None),
    ],
)
def test_name_in_a_list_is_asked_where_its_description_follows(term, name):
    (sentence,) = parse("Change the number of pages that the cache holds.").sents
    questions = [f"What does `{name}` do?"] if name else []
    assert [draft.text for draft in term_drafts(term, sentence)] == questions


def test_item_of_a_list_begins_what_its_first_paragraph_describes():
    text = "- resize(pages)\n  Change the number of pages.\n  Nothing is lost.\n- Look here.\n  And here."
    assert [(one.text, one.term) for one in paragraphs(text)] == [
        ("Change the number of pages.", "resize(pages)"),
        ("Nothing is lost.", ""),
        ("Look here.", ""),
        ("And here.", ""),
    ]


def test_name_in_a_list_is_asked_with_its_section(passage_of):
    text = "- cache.resize(pages)\n  Change the number of buffers that the server holds."
    (question,) = fit_questions("Memory", [passage_of(text, "Memory")], 2)
    assert question.text == "In “Storage”, section “Memory”: What does `cache.resize` do?"
    assert question.reference == "Change the number of buffers that the server holds."
