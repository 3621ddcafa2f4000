"""What is not asked, though a form fits."""

import pytest
from path_generator.domain.questions.templates import TemplateQuestions


@pytest.mark.parametrize(
    "sentence",
    [
        "This lock is a mark that keeps other writers away from the whole page.",
        "If it is held by another session, the server cancels the newer of both.",
        "If the option is given, the server writes the whole log to the disk again.",
        "If no file is named, the server reads its settings from the user's folder.",
        "If path is empty, the server reads its settings from the folder of the user.",
        "If a larger value is given, the server writes the log to the disk at once.",
        "As the example below shows, page locks are marks that keep all writers away.",
        "Then the sweeper removes the rows that nobody can see from the page locks.",
        "Some page locks are marks that keep other writers away from the whole page.",
        "The latch is a short lock that guards one page of the memory from two writers.",
        "Page locks are marks that hold.",
        "If the page lock",
        "If you are not sure, ask the owner of the server for the name of the disk.",
    ],
    ids=[
        "pointing",
        "loose pronoun",
        "unknown thing",
        "none of an unknown thing",
        "bare parameter",
        "comparative without than",
        "example",
        "goes on with the sentence before",
        "quantified",
        "definition of something else",
        "says nothing",
        "fragment",
        "case of anything",
    ],
)
def test_sentence_that_needs_the_page_yields_summary(passage_of, sentence):
    question = TemplateQuestions().make("Page locks", [passage_of(sentence)], 3)
    assert question.form == "summary"


def test_thing_of_the_heading_is_known_and_asked(passage_of):
    passage = passage_of(
        "If the option is given, the server writes the whole log to the disk again.", "The option --sync"
    )
    question = TemplateQuestions().make("Page locks", [passage], 4)
    assert (
        question.text == "In “Page locks”, section “The option --sync”: What happens if the option is given?"
    )


def test_topic_called_by_kind_and_name_is_asked_in_its_section(passage_of):
    passage = passage_of("The `sweep` command removes dead rows from a table of any size.", "Daily upkeep")
    question = TemplateQuestions().make("Daily upkeep", [passage], 2)
    assert question.text == "In “Daily upkeep”: What does the `sweep` command do?"


def test_section_that_begins_with_this_is_asked_by_its_name(passage_of):
    text = "This module provides functions that measure the time of small programs."
    question = TemplateQuestions().make(
        "timing — Measure time", [passage_of(text, "timing — Measure time")], 2
    )
    assert question.text == "What does the `timing` module do?"
    assert question.reference.startswith("The timing module provides")


def test_numbered_title_is_known_by_its_name(passage_of):
    passage = passage_of("The boot loader loads the kernel into the memory of the machine.", "Start")
    question = TemplateQuestions().make("3.1.2. Stage 2: the boot loader", [passage], 2)
    assert question.text == "What does the boot loader do?"


def test_sections_name_stands_for_this_in_any_sentence(passage_of):
    text = "It is off at first. This option defines the number of pages in the cache of the server."
    question = TemplateQuestions().make("cache-size", [passage_of(text, "cache-size")], 2)
    assert question.text == "In “Storage”: What does the `cache-size` option do?"


@pytest.mark.parametrize(
    ("concept", "flawed", "sound"),
    [
        (
            "`linewidth`",
            "The `linewidth` option sets the width of a line.",
            "The `linewidth` option sets the size of a border.",
        ),
        (
            "Page locks",
            "Page locks are locks of a page that lock a page for a server.",
            "Page locks are marks of a session that keep a page for a server.",
        ),
        (
            "Page locks",
            "If a disk of a server is slow, readers must wait until a page lock is given back.",
            "If a disk of a server is slow, readers wait until a page lock is given back.",
        ),
        (
            "Page locks",
            "If a disk of a server is slow, the writer removes the oldest of its files.",
            "If a disk of a server is slow, the writer removes the oldest of its page locks.",
        ),
        (
            "Page locks",
            "A page lock is a mark that keeps other writers away since version 3.1.",
            "A page lock is a mark that keeps other writers away since its start.",
        ),
        (
            "Page locks",
            "The first page lock is a mark that keeps other writers away from the whole page.",
            "The page lock is a mark that keeps other writers away from the whole page.",
        ),
        (
            "Page locks",
            "A page lock is a common way to keep other writers away from the whole page.",
            "A page lock is a common barrier to keep other writers away from the whole page.",
        ),
        (
            "Page locks",
            "Additionally, page locks can be used to find the oldest writer on the server.",
            "Page locks can be used to find the oldest writer on the server.",
        ),
        (
            "Page locks",
            "If a page lock of 10.0.0.1 is held, the server cancels the younger transaction.",
            "If a page lock of a session is held, the server cancels the younger transaction.",
        ),
        (
            "Lock",
            "If a SampleLock is held, the server cancels the younger transaction.",
            "If a RowLock is held, the server cancels the younger transaction.",
        ),
        (
            "Page locks",
            "If a page lock is held, do not stop the server of the other session.",
            "If a page lock is held, stop the server of the other session.",
        ),
        (
            "Page locks",
            "Page locks removes dead rows from a table of any size.",
            "Page locks remove dead rows from a table of any size.",
        ),
    ],
    ids=[
        "name holds the answer",
        "nothing added",
        "must, which does not happen by itself",
        "case that is none of the section's",
        "version",
        "one of several",
        "kind that is a judgement",
        "said of it as well",
        "value of an example",
        "part of a made-up name",
        "what not to do",
        "verb that does not agree",
    ],
)
def test_sentence_with_a_flaw_is_not_asked_where_the_same_without_it_is(passage_of, concept, flawed, sound):
    assert TemplateQuestions().make(concept, [passage_of(flawed, concept)], 3).form == "summary"
    assert TemplateQuestions().make(concept, [passage_of(sound, concept)], 3).form != "summary"


def test_section_called_by_a_version_is_not_asked_where_one_called_by_a_word_is(passage_of):
    sentence = "The `sweep` command removes dead rows from a table of any size."
    assert TemplateQuestions().make("3.1", [passage_of(sentence, "3.1")], 2).form == "summary"
    assert TemplateQuestions().make("Upkeep", [passage_of(sentence, "Upkeep")], 2).form == "function"


def test_concept_that_is_called_first_is_none_of_several(passage_of):
    sentence = "First normal form is a rule that keeps lists out of the columns of a table."
    question = TemplateQuestions().make("First normal form", [passage_of(sentence, "Design")], 1)
    assert question.text == "What is first normal form?"


@pytest.mark.parametrize(
    "headings",
    [
        ("Changes in the server",),
        ("E.2. Changes since 3.1",),
        ("Release notes for 3.1",),
        ("Appendix E. Release Notes", "Locks"),
        ("Server 3.1 release notes",),
        ("What’s New",),
        ("Changelog",),
        ("News and Changes",),
        ("Locks", "History"),
        ("Migration",),
    ],
)
def test_list_of_changes_is_not_asked(passage_of, headings):
    sentence = "A page lock is a mark that keeps other writers away from the whole page."
    assert TemplateQuestions().make("Page locks", [passage_of(sentence, *headings)], 1).form == "summary"


@pytest.mark.parametrize(
    "headings",
    [
        ("Locks",),
        ("Recording Changes to the Repository", "Locks"),
        ("Viewing the Commit History",),
        ("Schema migration",),
        ("Bash History Facilities",),
        ("Upgrading a server",),
        ("Newspapers",),
    ],
)
def test_chapter_on_what_changes_is_asked(passage_of, headings):
    sentence = "A page lock is a mark that keeps other writers away from the whole page."
    assert TemplateQuestions().make("Page locks", [passage_of(sentence, *headings)], 1).form == "definition"


@pytest.mark.parametrize(
    ("concept", "plain", "flawed"),
    [
        (
            "VACUUM",
            "VACUUM reclaims storage occupied by dead tuples.",
            "VACUUM reclaims unused table storage space quickly.",
        ),
        (
            "Pages",
            "A page is a block of the file that the server reads at once.",
            "The guide of pages is a block of the file that the server reads at once.",
        ),
        (
            "XML document",
            "An XML document is a tree that holds elements with their text.",
            "The XML manual is a tree that holds elements with their text.",
        ),
        (
            "Sample variance",
            "The sample variance is a number that says how far the values lie from each other.",
            "The `sample_variance` is a number that says how far the values lie from each other.",
        ),
        (
            "Progress bar",
            "A progress bar is a strip that fills while the work of a program goes on.",
            "A progress bar foo is a strip that fills while the work of a program goes on.",
        ),
        (
            "Kernel",
            "A kernel is the part of a system that gives programs their share of memory.",
            "A kernel is the larger part of a system for programs and their share of memory.",
        ),
        (
            "Stack",
            "A stack is a place where a program keeps the addresses of its callers.",
            "A stack is a place in the middle of a program for the addresses of its callers.",
        ),
    ],
    ids=["few small words", "page", "document", "made-up value", "made-up name", "part", "place"],
)
def test_plain_definition_is_asked_and_what_only_looks_like_one_is_not(passage_of, concept, plain, flawed):
    assert TemplateQuestions().make(concept, [passage_of(plain, concept)], 1).form != "summary"
    assert TemplateQuestions().make(concept, [passage_of(flawed, concept)], 1).form == "summary"


def test_long_name_is_known_by_its_initials(passage_of):
    passage = passage_of("The PLM removes the dirty marks that dead writers have left.", "Page Lock Manager")
    question = TemplateQuestions().make("Page Lock Manager", [passage], 2)
    assert question.text == "In “Page Lock Manager”: What does the PLM do?"


def test_thing_that_a_section_has_often_is_defined(passage_of):
    text = "A latch is a short mark that guards memory from writers. Writers take a latch. No latch is kept."
    question = TemplateQuestions().make("Page locks", [passage_of(text)], 1)
    assert question.text == "In “Page locks”: What is a latch?"


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        ("What is a latch?", "Ask the owner of the server for the name of the disk."),
        ("Why do writers wait?", "Try to change the limit of the server before you start the writers."),
        ("How do I set a latch?", "A latch is a short lock that guards one page of the memory."),
    ],
)
def test_heading_that_its_section_does_not_answer_is_not_asked(passage_of, heading, text):
    assert TemplateQuestions().make(heading, [passage_of(text, heading)], 3).text != heading
