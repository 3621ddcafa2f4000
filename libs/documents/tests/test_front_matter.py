"""What authors say about a document in the document."""

import pytest
from traclearn_documents.building import front_matter
from traclearn_documents.errors import Rejected


def rejection(text):
    with pytest.raises(Rejected) as caught:
        front_matter.split(text)
    assert caught.value.reason == "front_matter"
    return caught.value.detail


def test_values_are_kept_as_written():
    found = front_matter.split(
        "---\ntraclearn:\n  subject: 101\n  prerequisites: supply\n  difficulty: 2\n---\nText"
    )
    assert found.values == {"subject": "101", "prerequisites": ["supply"], "difficulty": 2}
    assert found.rest.strip() == "Text"


@pytest.mark.parametrize(
    ("inside", "line", "words"),
    [
        ("traclearn:\n  subject: [a", 3, "expected"),
        ("title: x\ntraclearn:\n  difficulty: 9", 4, "from 1 (easiest) to 5"),
        ("traclearn:\n  prerequisite: a", 3, "“prerequisite” is not known"),
        ("traclearn:\n  subject:\n    - a", 3, "subject must be words"),
        ("traclearn: tides", 2, "must be followed by indented lines"),
    ],
)
def test_mistakes_are_told_with_their_line(inside, line, words):
    detail = rejection(f"---\n{inside}\n---\ntext\n")
    assert words in detail
    assert int(detail.split(":")[0].removeprefix("Line ")) in (line, line + 1)


def test_front_matter_that_never_ends_is_told():
    assert rejection("---\ntraclearn:\n  subject: a\n\ntext").startswith("Line 1: ")


@pytest.mark.parametrize(
    "text", ["---\n\nA rule above.\n\n---\ntext", "---\nno end", "text\n---\ntraclearn:\n---"]
)
def test_rules_are_no_front_matter(text):
    assert front_matter.split(text).rest == text


def test_other_front_matter_is_let_through_for_its_title():
    found = front_matter.split("---\ntitle: Tides\nlayout: post\n---\ntext")
    assert (found.values, found.title) == ({}, "Tides")


def test_aliases_that_unfold_to_millions_cost_nothing():
    levels = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))
    assert "prerequisites" in rejection(f"---\na0: &a0 x\n{levels}traclearn:\n  prerequisites: *a11\n---\n")


def test_a_wiki_comment_names_the_line_of_the_page(rejected, made):
    page = made("a.wiki", "{{{\n#!comment\ntraclearn:\n  difficulty: 7\n}}}\ntext")
    assert rejected(page)[1].startswith("Line 4: ")
