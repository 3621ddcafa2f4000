"""Small courses and what their teachers would say of them."""

import re
import sys
from graphlib import TopologicalSorter
from operator import itemgetter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from indexer.domain.concepts.chunk_facts import ChunkFacts, quote
from indexer.domain.concepts.concept_graph import infer_concept_graph
from indexer.domain.concepts.terms import find_terms
from traclearn_corpus import Decision
from traclearn_documents import Link

LINK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")


def facts(documents, **front):
    """A chunk a section of each Markdown text, in the order of the names; front matter by document name."""
    found = []
    for name, text in sorted(documents.items()):
        title, path, sections = None, [], []
        for line in text.strip().splitlines():
            if heading := re.fullmatch(r"(#+) (.*)", line.strip()):
                path = [*path[: len(heading[1]) - 1], heading[2]]
                title = title or heading[2]
                sections.append((tuple(path), []))
            elif sections:
                sections[-1][1].append(line.strip())
        said = front.get(name, {})
        for ordinal, (heading, lines) in enumerate((h, ls) for h, ls in sections if "".join(ls)):
            content = "\n".join(lines).strip()
            links = tuple(Link(target, text, heading) for text, target in LINK.findall(content))
            content = LINK.sub(r"\1", content)
            found.append(
                ChunkFacts(
                    id=f"{name}#{ordinal}",
                    document=f"id of {name}",
                    document_name=name,
                    document_title=title,
                    ordinal=ordinal,
                    heading=heading,
                    content=content,
                    terms=find_terms(content),
                    links=links,
                    front_concept=said.get("concept"),
                    front_prerequisites=tuple(said.get("prerequisites", ())),
                    difficulty=said.get("difficulty"),
                )
            )
    return found


def taught(documents, *decisions, **front):
    return infer_concept_graph("Subject", facts(documents, **front), by_age(decisions))


def by_age(decisions):
    return [decision for _, decision in sorted(decisions, key=itemgetter(0))]


def concept_of(graph, chunk):
    """What the chunk teaches; None if nothing."""
    return next((concept.name for concept in graph.concepts if chunk in concept.chunks), None)


def arrows(graph):
    return {(edge.concept, edge.prerequisite) for edge in graph.edges if edge.decision != "removed"}


def kinds(graph, concept, prerequisite):
    (edge,) = [e for e in graph.edges if (e.concept, e.prerequisite) == (concept, prerequisite)]
    return {evidence.kind for evidence in edge.evidence}


def concepts(graph):
    return [concept.name for concept in graph.concepts]


def decided(verdict, concept, prerequisite, minutes=0):
    """With its age."""
    return minutes, Decision("Subject", concept, prerequisite, verdict)


GIT = {
    "commits": """
        # Commits: what Git remembers
        A commit is a snapshot of the whole project.
        ## Exercises
        Make a commit and look at it.""",
    "branches": """
        # Branches: names that move
        A branch is a name for one commit. Making branches copies nothing.
        ## Detached HEAD
        If `HEAD` names no branch, it is called detached. Make a branch and nothing is lost.""",
}


# Concepts


def test_a_title_names_the_concept_and_a_generic_one_is_about_the_concept_above():
    graph = taught(GIT)
    assert concepts(graph) == ["Branches", "Detached HEAD", "Commits"]
    assert concept_of(graph, "commits#1") == "Commits"
    assert [concept.chunks for concept in graph.concepts][2] == ("commits#0", "commits#1")


def test_title_in_several_documents_is_one_concept():
    graph = taught({"a": "# Keys\nA key finds a row.", "b": "# The KEY\nKeys are unique.\n# Rows\nA row."})
    assert concepts(graph) == ["Keys", "Rows"]
    assert graph.concepts[0].chunks == ("a#0", "b#0")


def test_a_title_under_several_concepts_is_a_side_of_each():
    text = "# Lists\nA list.\n## Insertion\nAt the end.\n# Trees\nA tree.\n## Insertion\nAt a leaf."
    assert concepts(taught({"structures": text})) == ["Lists", "Trees"]


def test_the_name_of_a_thing_is_about_the_thing():
    graph = taught({"a": "# Commits\nA commit.\n## The name of a commit\nIt is a hash."})
    assert concept_of(graph, "a#1") == "Commits"


def test_a_sentence_as_a_title_is_no_concept():
    text = "# Constraints\nA constraint is a rule.\n## Constraints refuse bad rows\nRows that break it."
    assert concepts(taught({"a": text})) == ["Constraints"]


def test_empty_subject_has_an_empty_graph():
    graph = taught({})
    assert (graph.concepts, graph.edges, graph.cycles) == ((), (), ())


# Evidence


def test_definition_by_another_concept_makes_it_a_prerequisite_with_its_quote():
    graph = taught(GIT)
    assert ("Branches", "Commits") in arrows(graph)
    edge = next(edge for edge in graph.edges if edge.prerequisite == "Commits")
    assert edge.evidence[0].kind == "definition"
    assert edge.evidence[0].text == "A branch is a name for one commit."
    assert (edge.evidence[0].document, edge.evidence[0].chunk) == ("id of branches", "branches#0")


def test_a_section_needs_what_it_is_a_section_of():
    assert "heading" in kinds(taught(GIT), "Detached HEAD", "Branches")


def test_a_special_case_needs_the_general_one():
    text = "# Keys\nA key finds a row.\n# Foreign keys\nThey point into another table."
    assert kinds(taught({"a": text}), "Foreign keys", "Keys") >= {"name"}


def test_as_seen_in_makes_the_named_document_a_prerequisite():
    graph = taught(
        {
            "locks": "# Locks\nReaders pass by, as seen in Row versions. Writers wait.",
            "versions": "# Row versions\nEach change makes a new version of the row.",
        }
    )
    assert arrows(graph) == {("Locks", "Row versions")}
    assert kinds(graph, "Locks", "Row versions") >= {"as_seen_in"}


@pytest.mark.parametrize(
    "sentence",
    [
        "Recall that a commit has a parent.",
        "It builds on commits.",
        "This chapter needs commits.",
        "From the previous chapter on commits we know the rest.",
        "You should already know what a commit is.",
        "Commits, as explained in the chapter before, never change.",
        "Prerequisites: commits",
    ],
)
def test_words_that_send_the_reader_back_make_a_prerequisite(sentence):
    graph = taught({"a": f"# Merging\nTwo lines become one. {sentence}", "b": "# Commits\nA snapshot."})
    expected = set() if sentence.startswith("Prerequisites") else {("Merging", "Commits")}
    listed = taught(
        {"a": f"# Merging\nTwo lines become one.\n## Before you start\n{sentence}", "b": "# Commits\nA."}
    )
    assert arrows(graph) >= expected and ("Merging", "Commits") in arrows(listed)


@pytest.mark.parametrize(
    "sentence",
    [
        "You need not know commits.",
        "No knowledge of commits is needed.",
        "We will see commits in a later chapter.",
        "Next: Commits: what Git remembers",
    ],
)
def test_words_that_send_nobody_back_make_no_prerequisite(sentence):
    graph = taught(
        {"a": f"# Merging\nTwo lines become one.\n\n{sentence}", "b": "# Commits\nMerging makes one."}
    )
    assert ("Merging", "Commits") not in arrows(graph)


def test_link_back_makes_a_prerequisite_and_link_on_none():
    graph = taught(
        {
            "1-pages.md": "# Pages\nA page is a block. Repairing it needs the [log](2-log.md).",
            "2-log.md": "# Log\nIn [pages](1-pages.md) we told why.\n\nNext: [Locks](3-locks.md)",
            "3-locks.md": "# Locks\nWriters wait.",
        }
    )
    assert arrows(graph) == {("Log", "Pages")}


def test_a_link_that_is_answered_says_nothing():
    one_way = {
        "a.md": "# Wolves\nThey hunt in packs, see [there](b.md).",
        "b.md": "# Deer\nThey live in woods.",
    }
    assert kinds(taught(one_way), "Wolves", "Deer") == {"link"}
    assert arrows(taught({**one_way, "b.md": "# Deer\nThey live in woods, see [here](a.md)."})) == set()


def test_a_link_alone_is_suggested_and_agreed_with_another_sentence():
    link = "# Wolves\nThey live in packs. How they eat is told [there](1.md)."
    assert states(taught({"1.md": "# Deer\nThey live in woods.", "2.md": link})) == {
        ("Wolves", "Deer"): "suggested"
    }
    more = f"{link} They follow the deer, and old deer are caught."
    assert states(taught({"1.md": "# Deer\nThey live in woods.", "2.md": more})) == {
        ("Wolves", "Deer"): "agreed"
    }


def test_a_chapter_number_puts_a_page_into_its_chapter():
    pages = {"a.html": "# 2.1. Joins\nRows meet.", "b.html": "# 2. Queries\nRows are asked for."}
    graph = taught(pages)
    assert concepts(graph) == ["Queries", "Joins"]
    assert kinds(graph, "Joins", "Queries") == {"heading"}


def test_concepts_stand_in_the_order_of_the_material():
    numbered = {
        "b": "# 10. Locks\nWait.\n## Deadlocks\nFor ever.",
        "a": "# 9. Keys\nFind.",
        "c": "# 2. Rows\nLie.",
    }
    front = {"b": {"concept": "Locking", "prerequisites": ["Patience"]}}
    assert concepts(taught(numbered, **front)) == ["Rows", "Keys", "Locking", "Patience"]
    named = {"part10": "# Locks\nWait.", "part9": "# Keys\nFind.", "part2": "# Rows\nLie."}
    assert concepts(taught(named)) == ["Rows", "Keys", "Locks"]
    followed = {
        "z": "# Rows\nLie.\n\nNext: [Keys](m)",
        "m": "# Keys\nFind.\n\nNext: [Locks](a)",
        "a": "# Locks\nWait.",
    }
    assert concepts(taught(followed)) == ["Rows", "Keys", "Locks"]


def test_of_two_steps_without_a_prerequisite_the_earlier_comes_first():
    text = "# Rows\nA row.\n# Keys\nA key.\n# Joins\nA join of rows by their keys."
    assert taught({"book": text}).prerequisites_of("Joins") == ["Rows", "Keys"]


def test_what_is_told_in_two_places_belongs_where_most_of_it_is():
    text = (
        "# Statements\nThey run.\n## Loops\nThey turn.\n### Examples\nOne.\n### Notes\nTwo.\n"
        "# Porting\nFrom elsewhere.\n## Loops\nAlso there.\n## Types\nOther ones."
    )
    graph = taught({"1": text.partition("# Porting")[0], "2": "# Porting" + text.partition("# Porting")[2]})
    assert ("Loops", "Statements") in arrows(graph) and ("Loops", "Porting") not in arrows(graph)


def test_a_document_called_by_its_first_chapter_puts_no_other_below_it():
    assert arrows(taught({"book": "# Rows\nThey lie.\n# Joins\nTables meet.\n## Outer joins\nMore."})) == {
        ("Outer joins", "Joins")
    }


def test_code_is_read_for_no_name():
    text = "# Joins\nRows meet there.\n\n>>> key = key(keys)\n>>> print(key[0])"
    assert arrows(taught({"1": "# Keys\nOne finds a row.", "2": text})) == set()


def test_a_word_inside_another_name_is_no_use_of_it():
    documents = {
        "1": "# Lists\nItems in a row.",
        "2": "# Calls\nA name comes before its argument. An argument has a type. Each argument is read."
        " All of it begins when the argument lists are complete.",
    }
    assert arrows(taught(documents)) == set()


def test_link_to_a_section_makes_its_concept_a_prerequisite():
    graph = taught(
        {
            "1-pages.md": "# Pages\nA page is a block.\n## Slots\nEach holds one.\n## Buffers\nIn memory.",
            "2-log.md": "# Log\nIt is told [there](1-pages.md#slots) how they lie.",
        }
    )
    assert ("Log", "Slots") in arrows(graph)


def test_the_next_page_gives_the_order_where_names_do_not():
    pages = {
        "Zebra": "# Commits\nA snapshot. Branches move later.\n\nNext: [Branches](Apple)",
        "Apple": "# Branches\nBranches name a commit, and commits have parents.",
    }
    assert arrows(taught(pages)) == {("Branches", "Commits")}


def test_a_table_of_contents_gives_the_order_and_needs_nothing():
    contents = "# Git\nRead these.\n\n- [Commits](c)\n- [Branches](b)\n- [Merging](a)"
    pages = {
        "start": contents,
        "c": "# Commits\nCommits: a branch or a merge may name a commit.",
        "b": "# Branches\nBranches name commits. A branch may be merged: see merging, which merges a branch.",
        "a": "# Merging\nMerging two branches: each branch keeps its commits.",
    }
    assert arrows(taught(pages)) == {("Branches", "Commits"), ("Merging", "Branches")}


def test_numbers_in_names_give_the_order_and_ten_comes_after_nine():
    documents = {
        "9-keys": "# Keys\nA key of a table; tables come later.",
        "10-tables": "# Tables\nA table has keys, and each key is unique.",
    }
    assert arrows(taught(documents)) == {("Tables", "Keys")}


def test_of_two_that_speak_of_each_other_in_no_order_neither_needs_the_other():
    documents = {
        "b": "# Wolves\nWolves hunt deer, and deer flee.",
        "a": "# Deer\nDeer flee wolves, and wolves hunt.",
    }
    assert arrows(taught(documents)) == set()


def test_a_word_in_passing_is_no_need():
    documents = {
        "1": "# Pages\nA page is a block.",
        "2": "# Savepoints\nIt marks a place inside what goes on, so that part of the work can be undone, "
        "and everything before the mark stays as it was; a printed page explains it.",
    }
    assert arrows(taught(documents)) == set()


def test_a_thing_defined_on_the_way_stands_for_its_concept():
    documents = {
        "1": "# Tables\nA row is a line of a table. Rows have no order.",
        "2": "# Slots\nEach slot holds the place of a row, and rows differ in length.",
    }
    assert arrows(taught(documents)) == {("Slots", "Tables")}


def test_other_name_given_in_the_text_is_read_as_the_concept():
    documents = {
        "1": "# The staging area\nBefore the commit lies the staging area, also called the index.",
        "2": "# Reset\nIt empties the index. The index then equals the last state.",
    }
    assert arrows(taught(documents)) == {("Reset", "Staging area")}


@pytest.mark.parametrize(
    ("said", "needed"), [("`HEAD`", True), ("HEAD", True), ("the head of the list", False)]
)
def test_names_in_capitals_are_not_common_words(said, needed):
    documents = {
        "1": "# HEAD\n`HEAD` says where you are.",
        "2": f"# Reflog\nIt shows where {said} has pointed.",
    }
    assert (("Reflog", "HEAD") in arrows(taught(documents))) is needed


def test_a_longer_name_is_not_the_shorter_one():
    documents = {
        "1": "# Keys\nA key finds a row.\n# Foreign keys\nForeign keys point elsewhere.",
        "2": "# Joins\nA join follows a foreign key. Each foreign key is a way.",
    }
    assert ("Joins", "Foreign keys") in arrows(taught(documents))
    assert ("Joins", "Keys") not in arrows(taught(documents))


def test_what_a_stronger_way_implies_is_left_out():
    documents = {
        "1": "# Commits\nA commit is a snapshot.",
        "2": "# Branches\nA branch is a name of a commit.",
        "3": "# Merging\nMerging joins a branch to another branch: a commit with two parents.",
    }
    assert arrows(taught(documents)) == {("Branches", "Commits"), ("Merging", "Branches")}


def test_the_title_of_a_whole_course_is_nobodys_prerequisite():
    text = (
        "# Databases\nThey keep promises.\n## Keys\nA key in databases.\n## Pages\nThe page of databases.\n"
    )
    assert arrows(taught({"book": text + "## Locks\nA lock in databases."})) == set()


def test_chapters_need_what_most_of_their_sections_need():
    documents = {
        "1": "# Branches\nA branch is a name.",
        "2": "# Merging\n## Fast-forward\nA branch moves on.\n## Rebase\nA branch is put elsewhere.",
        "3": "# Reading\nPeople read.",
        "4": "# Writing\nPeople write.",
    }
    assert arrows(taught(documents)) == {
        ("Merging", "Branches"),
        ("Fast-forward", "Merging"),
        ("Rebase", "Merging"),
    }


# Front matter


def test_concept_and_prerequisites_of_front_matter_outweigh_the_text():
    documents = {"1": "# Notes on rows\nText.\n## Foreign keys\nA key.", "2": "# Joins\nA join."}
    front = {"concept": "Tables and keys", "prerequisites": ["joins", "Set theory"], "difficulty": 2}
    graph = taught(documents, **{"1": front})
    assert {concept_of(graph, "1#0"), concept_of(graph, "1#1")} == {"Tables and keys"}
    assert arrows(graph) == {("Tables and keys", "Joins"), ("Tables and keys", "Set theory")}
    assert kinds(graph, "Tables and keys", "Joins") == {"front_matter"}
    assert {c.name: (c.chunks, c.difficulty) for c in graph.concepts} == {
        "Tables and keys": (("1#0", "1#1"), 2),
        "Joins": (("2#0",), None),
        "Set theory": ((), None),
    }


def test_sections_of_a_document_with_a_concept_of_its_own_are_other_names_of_it():
    documents = {
        "1": "# Rows\n## Foreign keys\nA key.",
        "2": "# Joins\nA join follows a foreign key to its row.",
    }
    assert ("Joins", "Tables") in arrows(taught(documents, **{"1": {"concept": "Tables"}}))


# Decisions


def test_a_removed_edge_stays_removed_whatever_the_spelling():
    graph = taught(GIT, decided("removed", "  branch", "COMMITS"))
    assert ("Branches", "Commits") not in arrows(graph)
    (edge,) = [edge for edge in graph.edges if edge.decision == "removed"]
    assert (edge.concept, edge.prerequisite) == ("Branches", "Commits") and edge.evidence
    assert not [edge for edge in arrows(graph) if edge[0] == "Branches"]


def test_an_added_edge_is_there_and_a_confirmed_one_is_certain():
    decisions = decided("added", "Commits", "Detached head"), decided("confirmed", "Branches", "Commits", 1)
    graph = taught({**GIT, "z": "# Hashes\nA hash."}, *decisions[1:], decided("added", "Commits", "Hash"))
    assert {(e.concept, e.prerequisite): e.weight for e in graph.edges if e.decision} == {
        ("Branches", "Commits"): 1.0,
        ("Commits", "Hashes"): 1.0,
    }
    assert [edge for edge in arrows(graph) if edge[0] == "Commits"] == [("Commits", "Hashes")]
    assert [edge for edge in arrows(graph) if edge[1] == "Commits"] == [("Branches", "Commits")]


def test_a_decision_about_what_is_gone_waits():
    decision = decided("added", "Branches", "Hashes")
    assert ("Branches", "Hashes") not in arrows(taught(GIT, decision))
    assert ("Branches", "Hashes") in arrows(taught({**GIT, "z": "# Hashes\nA hash."}, decision))


def test_newest_decision_of_an_author_counts_in_any_order():
    words = decided("removed", "Branches", "Commits"), decided("confirmed", "Branches", "Commits", 5)
    assert ("Branches", "Commits") in arrows(taught(GIT, *words))
    assert ("Branches", "Commits") in arrows(taught(GIT, *reversed(words)))


def test_an_edge_of_an_author_is_never_reduced():
    documents = {
        "1": "# Commits\nA commit is a snapshot.",
        "2": "# Branches\nA branch is a name of a commit.",
        "3": "# Merging\nMerging joins a branch to another branch.",
    }
    graph = taught(documents, decided("added", "Merging", "Commits"))
    assert ("Merging", "Commits") in arrows(graph)


# States


def states(graph):
    return {(edge.concept, edge.prerequisite): edge.state for edge in graph.edges}


def test_what_authors_and_front_matter_say_is_said_and_a_definition_agreed():
    documents = {
        **GIT,
        "branches": GIT["branches"] + "\nA branch is a name of a commit.",
        "z": "# Hashes\nOne.",
    }
    graph = taught(
        documents,
        decided("added", "Commits", "Hashes"),
        **{"z": {"concept": "Hashes", "prerequisites": ["Sums"]}},
    )
    found = states(graph)
    assert found["Commits", "Hashes"] == found["Hashes", "Sums"] == "said"
    assert found["Branches", "Commits"] == "agreed"


def test_use_alone_is_suggested_until_an_author_confirms_it():
    documents = {
        "1": "# Keys\nOne finds a row.",
        "2": "# Joins\nRows meet. Keys say which. Keys are looked up.",
    }
    assert states(taught(documents)) == {("Joins", "Keys"): "suggested"}
    assert taught(documents).prerequisites_of("Joins") == []
    confirmed = taught(documents, decided("confirmed", "Joins", "Keys"))
    assert confirmed.prerequisites_of("Joins") == ["Keys"]


# Cycles

CIRCLE = {
    "a": "# Supply\nIt rises as explained in Prices.",
    "b": "# Prices\nThey fall as explained in Demand. A price is a number that demand makes.",
    "c": "# Demand\nIt falls as explained in Supply. Demand is a wish for supply.",
}


def test_the_weakest_edge_of_a_cycle_is_left_out_and_the_cycle_reported():
    graph = taught(CIRCLE)
    assert arrows(graph) == {("Prices", "Demand"), ("Demand", "Supply")}
    assert graph.cycles == (("Demand", "Supply", "Prices"),)


def test_an_authors_edge_outlives_the_cycle():
    graph = taught(CIRCLE, decided("confirmed", "Supply", "Prices"))
    assert ("Supply", "Prices") in arrows(graph) and len(arrows(graph)) == 2 and graph.cycles


def test_of_a_cycle_of_authors_alone_the_newest_is_left_out():
    documents = {"a": "# Apples\nOne.", "b": "# Bears\nTwo."}
    words = decided("added", "Bears", "Apples", 2), decided("added", "Apples", "Bears", 1)
    graph = taught(documents, *words)
    assert arrows(graph) == {("Apples", "Bears")}
    assert graph.cycles == (("Apples", "Bears"),)


def test_removing_an_edge_ends_the_cycle():
    graph = taught(CIRCLE, decided("removed", "Prices", "Demand"))
    assert arrows(graph) == {("Supply", "Prices"), ("Demand", "Supply")} and graph.cycles == ()


# Whatever comes

PHRASES = [
    *(
        "Keys",
        "a foreign key",
        "HEAD",
        "`git add`",
        "rows and columns",
        "the name of a row",
        "Trees (3NF)",
        "2.1",
        "é",
    ),
    *(
        "is a",
        "means",
        "called",
        "as seen in",
        "recall that",
        "see",
        "needs",
        "Next:",
        "of",
        "",
        "::",
        "**",
        "|",
        "\n",
    ),
]


@given(st.data())
def test_any_text_gives_a_map_without_circles(data):
    phrase = st.lists(st.sampled_from(PHRASES), max_size=6).map(" ".join)
    section = st.builds(
        lambda depth, title, text: f"{'#' * depth} {title}\n{text}.", st.integers(1, 3), phrase, phrase
    )
    documents = data.draw(
        st.dictionaries(phrase, st.lists(section, min_size=1, max_size=4).map("\n".join), max_size=4)
    )
    names = st.sampled_from(["Keys", "foreign keys", "HEAD", "head", "nothing", ""])
    words = st.builds(
        decided, st.sampled_from(["confirmed", "removed", "added"]), names, names, st.integers(0, 9)
    )
    given_facts = facts(documents)
    graph = infer_concept_graph("Subject", given_facts, by_age(data.draw(st.lists(words, max_size=5))))
    needed = {}
    for concept, prerequisite in arrows(graph):
        needed.setdefault(concept, []).append(prerequisite)
    list(TopologicalSorter(needed).static_order())  # raises CycleError
    chunks = [chunk for concept in graph.concepts for chunk in concept.chunks]
    assert set(chunks) <= {fact.id for fact in given_facts}
    assert len(set(chunks)) == len(chunks), "a chunk teaches one concept"
    assert set(needed) <= set(concepts(graph))
    assert all(len(each.text) <= 200 for edge in graph.edges for each in edge.evidence)


# Quotes and cost


def test_a_long_quote_is_cut_around_what_it_is_about():
    text = "word " * 100 + "the commit itself " + "word " * 100
    assert len(quote(text, "commit")) <= 200 and "the commit itself" in quote(text, "commit")
    assert quote("x" * 500).endswith("…") and len(quote("x" * 500)) <= 200


def test_the_work_grows_with_the_subject_and_not_faster():
    """Calls of functions, of a course in which every section leans on the one before."""

    def calls(documents):
        texts = {
            f"{number:03}": "\n".join(
                f"# T{number}x{section}\nT{number}x{section} is a kind of t{number}x{max(0, section - 1)}."
                for section in range(10)
            )
            for number in range(documents)
        }
        given, made = facts(texts), 0

        def count(_frame, event, _argument):
            nonlocal made
            made += event == "call"

        sys.setprofile(count)
        try:
            infer_concept_graph("Subject", given)
        finally:
            sys.setprofile(None)
        return made

    assert calls(100) <= 12 * calls(10)
