"""Who somebody is, is told; what stands above is taught."""

import pytest
from indexer.domain.concepts.chunk_facts import ChunkFacts
from indexer.domain.concepts.concept_graph import infer_concept_graph
from indexer.domain.concepts.persons import find_persons
from indexer.domain.concepts.terms import find_terms


def facts(*sections, **front):
    """`sections`: the titles above one another, then the text."""
    return [
        ChunkFacts(
            id=str(n),
            document="doc",
            document_name="doc.md",
            document_title=heading[0],
            ordinal=n,
            heading=heading,
            content=content,
            terms=find_terms(content),
            **front,
        )
        for n, (*heading, content) in enumerate(sections)
        for heading in [tuple(heading)]
    ]


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Guido van Rossum", "Guido van Rossum began Python in 1989. He named it after a comedy."),
        ("Thomas Leonard", "Much of the build system is by him, since Leonard wrote it in OCaml."),
        ("2.1 Ada Lovelace", "Ada Lovelace (born 1815) published the first program."),
        ("Grace M. Hopper", "Hopper was born in New York."),
        ("Grace Hopper", "Grace Hopper was a pioneer in computing."),
        ("Grace Hopper (1906–1992)", "Grace Hopper worked for the navy. She built a compiler."),
        ("Guido van Rossum: a language shaped by work", "Van Rossum is a former Dutch programmer."),
        ("Edgar Codd", "While at IBM, Codd argued for relations."),
    ],
)
def test_title_of_which_the_text_tells_as_of_a_person_is_one(title, text):
    assert find_persons(facts(("Languages", title, text))) == {title}


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Dynamic Programming", "Dynamic Programming (1953) is due to Bellman. He chose the name."),
        ("Isolation Levels", "Isolation Levels differ in what they show."),
        ("Ada Lovelace", "Ada Lovelace (RTX 40) has tensor cores. Its drivers are mature."),
        ("Standard Library (2023)", "It grew."),
        ("Cold War (1947–1991)", "The Cold War (1947–1991) divided Europe. It ended slowly."),
        (
            "Magna Carta",
            "Magna Carta was sealed by King John. He broke it. Stephen praised Magna Carta. He hid.",
        ),
        ("Stack Overflow", "Stack Overflow is a site for every programmer."),
        ("Two Phase Commit", "Gray described it. She said that it blocks."),
        ("Monty Hall", "Monty Hall is a puzzle with three doors. It surprises many."),
        ("Transactions", "Transactions died. He wrote them."),
    ],
)
def test_title_of_a_thing_is_no_person(title, text):
    assert find_persons(facts(("Languages", title, text), ("Languages", "programming is dynamic"))) == set()


def test_names_in_a_list_of_people_are_persons_without_a_word_of_proof():
    sections = [("Build", "Contributors", name, "Wrote the parser.") for name in ("Thomas Leonard", "Li Wei")]
    assert find_persons(facts(*sections)) == {"Thomas Leonard", "Li Wei"}


def test_name_that_the_texts_have_in_small_letters_is_no_person():
    said = ("Joins", "Hash Join", "Hash Join is fast. He measured it.")
    assert find_persons(facts(said)) == {"Hash Join"}
    assert find_persons(facts(said, ("Joins", "A hash needs memory."))) == set()


def test_person_is_no_concept_and_what_is_told_there_teaches_what_stands_above():
    person = ("Python", "Guido van Rossum", "Guido van Rossum began Python. He named it after a comedy.")
    graph = infer_concept_graph("Languages", facts(("Python", "Python is a language."), person), [])
    assert [(concept.name, concept.chunks) for concept in graph.concepts] == [("Python", ("0", "1"))]


def test_person_whom_an_author_teaches_about_is_a_concept():
    told = ("Ada Lovelace", "Ada Lovelace (born 1815) published the first program.")
    assert infer_concept_graph("History", facts(told), []).concepts == ()
    (concept,) = infer_concept_graph("History", facts(told, front_concept="Ada Lovelace"), []).concepts
    assert concept.name == "Ada Lovelace"
