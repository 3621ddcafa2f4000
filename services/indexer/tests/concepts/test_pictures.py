"""Where a picture stands people are told so; concepts and prerequisites are made of words alone."""

import pytest
from indexer.adapters.concept_graphs import found
from indexer.domain.concepts.author_decisions import AuthorDecisions
from traclearn_corpus import Chunk, Facts, Source, without_pictures
from traclearn_documents.building import pictures

MARKS = [
    pictures.mark("", "figures/Commit Snapshots.png"),
    pictures.mark("A [commit] and its snapshot", "a.png"),
    pictures.mark("", "data:image/png;base64,AAAA"),
]


def facts(*contents):
    chunks = [
        Chunk(f"chunk-{n}", n, (heading,), None, "text", content, 9, (str(n),), content)
        for n, (heading, content) in enumerate(contents)
    ]
    return Facts("Git", 1, (Source("doc", "git.md", "Git", {}, tuple(chunks)),))


@pytest.mark.parametrize("mark", MARKS)
def test_each_mark_of_the_readers_is_left_out(mark):
    assert mark.startswith("[Picture")
    assert (
        without_pictures(f"before {mark} after")
        == pictures.without(f"before {mark} after")
        == ("before  after")
    )


def test_words_of_a_picture_are_no_evidence():
    said = "Branches move. {}"
    sections = [("Snapshots", "A snapshot is a state of all files."), ("Branches", said)]

    def edges(words):
        contents = [(heading, text.format(words)) for heading, text in sections]
        return {
            (edge.concept, edge.prerequisite) for edge in found(facts(*contents), AuthorDecisions()).edges
        }

    assert edges("A branch is a name of a snapshot.") == {("Branches", "Snapshots")}
    assert edges("[Picture: A branch is a name of a snapshot.]") == set()
