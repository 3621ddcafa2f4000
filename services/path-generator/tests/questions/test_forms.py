"""Each form, from a sentence to its questions."""

import pytest
from path_generator.domain.questions.forms import drafts
from path_generator.domain.questions.parser import parse


def asked(text: str) -> list[tuple[str, str]]:
    (sentence,) = parse(text).sents
    return [(draft.form, draft.text) for draft in drafts(sentence)]


@pytest.mark.parametrize(
    ("sentence", "form", "question"),
    [
        (
            "A heap is a file that stores the rows of a table in no order.",
            "definition",
            "What is a heap?",
        ),
        (
            "Page locks are marks that keep other writers away from a page.",
            "definition",
            "What are page locks?",
        ),
        ("The `sweeper` removes rows that nobody can see.", "function", "What does the `sweeper` do?"),
        ("A view stores no rows but a query.", "function", "What does a view store?"),
        (
            "A checkpoint consists of a marker and all the pages before it.",
            "function",
            "What does a checkpoint consist of?",
        ),
        (
            "A backup must contain every segment of the log.",
            "function",
            "What must a backup contain?",
        ),
        (
            "The free map is used to find a page with enough room for a row.",
            "purpose",
            "What is the free map used for?",
        ),
        (
            "A savepoint allows a transaction to undo only its last steps.",
            "purpose",
            "What does a savepoint allow?",
        ),
        (
            "A savepoint will allow a transaction to undo only its last steps.",
            "purpose",
            "What will a savepoint allow?",
        ),
        (
            "You can use the free map to find a page with enough room.",
            "purpose",
            "What can you use the free map for?",
        ),
        (
            "The log is written first because a crash may lose the pages in memory.",
            "cause",
            "Why is the log written first?",
        ),
        (
            "The log isn't compressed because a crash may lose the pages in memory.",
            "cause",
            "Why isn't the log compressed?",
        ),
        (
            "Readers never wait because every writer leaves the old row in its place.",
            "cause",
            "Why do readers never wait?",
        ),
        (
            "The log is written to the disk first so that a crash loses no change.",
            "cause",
            "Why is the log written to the disk first?",
        ),
        (
            "The server keeps old rows until no session can see them any more.",
            "function",
            "How long does the server keep old rows?",
        ),
        (
            "If two transactions wait for each other, the server cancels one of them.",
            "consequence",
            "What happens if two transactions wait for each other?",
        ),
        (
            "The server refuses new sessions when the disk is full.",
            "consequence",
            "What happens when the disk is full?",
        ),
        (
            "Unlike hash indexes, tree indexes keep their entries in order.",
            "comparison",
            "How do tree indexes differ from hash indexes?",
        ),
        (
            "A shared lock admits other readers, whereas an exclusive lock admits nobody.",
            "comparison",
            "How do a shared lock and an exclusive lock differ?",
        ),
        (
            "The difference between a view and a table is that a view stores no rows.",
            "comparison",
            "What is the difference between a view and a table?",
        ),
        ("To create a branch, run `mkbranch` with its name.", "procedure", "How do you create a branch?"),
        (
            "If you want to undo a commit, use `git revert` with its number.",
            "procedure",
            "How do you undo a commit?",
        ),
        (
            "If the journal is damaged, restore the last backup of the table.",
            "procedure",
            "What should you do if the journal is damaged?",
        ),
        (
            "The order of the rows can be changed by adding a sort step to the plan.",
            "procedure",
            "How can the order of the rows be changed?",
        ),
        (
            "The server protects the pages by writing the log before it changes them.",
            "procedure",
            "How does the server protect the pages?",
        ),
        (
            "A backup is not complete because of the pages that are still in memory.",
            "cause",
            "Why is a backup not complete?",
        ),
        ("The server compresses the pages of a table.", "function", "What does the server do?"),
    ],
)
def test_sentence_of_a_form_is_asked_in_its_words(sentence, form, question):
    assert (form, question) in asked(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "A tree index is the best choice for most of the tables.",
        "Even if the disk is full, readers go on with their work.",
        "The tool tests if the name of the file is known to the server.",
        "If the key was found, the row was sent to the client at once.",
        "The command is available only if the server runs in the test mode.",
        "If you do not want to undo a commit, use `git stash` with its number.",
        "If you want to undo a commit, read the page of the tool with care.",
        "The server can be built to store the rows of all tables in memory.",
        "The wizard also guides the user.",
        "Which pages are dirty, because only some of them are written.",
        "The oldest pages are not written until a checkpoint asks for them.",
        "A client connects to a server to get the list of all files.",
        "A savepoint can allow a transaction to undo only its last steps.",
    ],
    ids=[
        *("judgement", "hedged", "inquiry", "past", "restriction", "denied wish", "sends elsewhere"),
        *(
            "possible end",
            "reader as the object",
            "question",
            "not before",
            "end that need not be the reason",
            "possible purpose",
        ),
    ],
)
def test_sentence_that_looks_like_a_form_is_not_asked(sentence):
    assert asked(sentence) == []


def test_connective_of_a_sentence_is_left_out_of_its_question():
    text = "However, the log is also written first because a crash may lose the pages in memory."
    assert ("cause", "Why is the log written first?") in asked(text)


def test_name_keeps_its_capital_and_common_noun_does_not():
    assert asked("Vacuum Cleaner removes the rows that nobody can see.")[0][1].startswith(
        "What does Vacuum Cleaner"
    )
    assert asked("Sweepers remove the rows that nobody can see.")[0][1] == "What do sweepers do?"
