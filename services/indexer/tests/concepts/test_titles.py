"""What titles name, and which words are the same."""

import pytest
from indexer.domain.concepts.terms import find_terms
from indexer.domain.concepts.titles import title_of
from indexer.domain.concepts.words import concept_key


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("The staging area", "Staging area"),
        ("Commits: what Git remembers", "Commits"),
        ("A snapshot, not a list of changes", "Snapshot"),
        ("3.2 Keys", "Keys"),
        ("Chapter 4: Joins", "Joins"),
        ("Lecture 5 – Normal forms", "Normal forms"),
        ("Part II: Trees", "Trees"),
        ("04-normal-forms-and-keys", "Normal forms and keys"),
        ("Introduction to SQL", "SQL"),
        ("What is a B+ tree?", "B+ tree"),
        ("How indexes work", "Indexes"),
        ("NULL is not a value", "NULL"),
        ("Recovery in three passes", "Recovery"),
        ("Inside a page: slots", "Slots"),
        ("Isolation and its anomalies", "Isolation"),
        ("Joins (2)", "Joins"),
        ("git-rebase(1) Manual Page", "git-rebase"),
        ("Exit Status", "Exit Status"),
        ("Joins – example", "Joins"),
        ("`git rebase`", "git rebase"),
        ("A `for` loop", "For loop"),
        ("2-phase commit", "2-phase commit"),
        ("THE WRITE-AHEAD LOG", "Write-ahead log"),
        ("GROUP BY", "GROUP BY"),
        ("C++", "C++"),
        ("索引", "索引"),
        ("B.1 Savepoints", "Savepoints"),
        ("An Informal Introduction to Python", "Python"),
        ("Brief Tour of the Standard Library — Part II", "Standard Library"),
        ("Intermezzo: Coding Style", "Coding Style"),
        ("The GROUP BY and HAVING Clauses", "GROUP BY and HAVING Clauses"),
        ("Undoing a merge", "Undoing a merge"),
        ("Recovering from corruption", "Recovering from corruption"),
        ("Commands for Moving", "Commands for Moving"),
        ("Debugging (GNU Octave (version 7.3.0))", "Debugging"),
    ],
)
def test_title_of_a_concept_gives_its_name(title, name):
    assert title_of(title).name == name


@pytest.mark.parametrize(
    "title",
    [
        *("Summary", "Exercises", "Overview", "References", "1 Introduction", "Chapter 3", "Key points", "…"),
        *("Example: a bank", "Only a name", "Why single statements are not enough", "From text to plan"),
        *("How to avoid deadlocks", "What indexes cost", "One writer at a time", "Three ways to join"),
        *(
            "Part II",
            "Contributors",
            "Portability",
            "Odds and Ends",
            "Bash Reference Manual",
            "Function Examples",
        ),
        *("GROUPING SETS, CUBE, and ROLLUP", "index → working directory", "Is this Shell Interactive?"),
        *("A partition in the bicycle rental", "When to break the rules on purpose"),
        *("Maintenance", "Frequently Asked Questions", "Frequently asked questions (FAQ)", "Known Issues"),
        *("Further information", "Works Cited", "List of Figures"),
        *("EXIT STATUS", "FILES", "First Steps Towards Programming", "Invoked as an interactive shell"),
    ],
)
def test_title_of_no_concept_gives_no_name(title):
    assert title_of(title) is None


def test_hyphens_are_a_files_in_a_documents_title_and_a_programs_in_a_sections():
    assert title_of("post-index-change").name == "Post index change"
    assert title_of("post-index-change", is_section=True).name == "post-index-change"


@pytest.mark.parametrize(
    ("title", "aliases"),
    [
        ("Third normal form (3NF)", ("3NF",)),
        ("Supply and demand", ("Supply", "demand")),
        ("Rows, columns and types", ("Rows", "columns", "types")),
        ("Mitosis vs. meiosis", ("Mitosis", "meiosis")),
    ],
)
def test_other_names_in_a_title_become_aliases(title, aliases):
    found = title_of(title)
    assert (*found.short_forms, *found.parts) == aliases


@pytest.mark.parametrize(
    "names",
    [
        ("Commits", "commit", "The  COMMIT"),
        ("B-trees", "B tree", "b-tree"),
        ("Foreign keys", "foreign key"),
        ("Indices", "index", "Indexes"),
        ("Queries", "query"),
        ("Classes", "class"),
        ("Analyses", "analysis"),
        ("Three-way merge", "three way merges"),
        ("`git add`", "git add"),
        ("caches", "Cache"),
    ],
)
def test_spellings_of_one_name_share_a_key(names):
    assert len({concept_key(name) for name in names}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("C", "C++"), ("Keys", "Foreign keys"), ("status", "state"), ("Class", "Clas")]
)
def test_names_of_different_things_have_different_keys(one, other):
    assert concept_key(one) != concept_key(other)


def test_terms_are_the_words_between_function_words():
    text = (
        "Between your files and the next commit lies the staging area. The name of a commit, `HEAD`, moves."
    )
    assert find_terms(text) == (
        "file",
        "commit lie",
        "staging area",
        "name of commit",
        "HEAD",
        "move",
    )


def test_lines_that_only_lead_elsewhere_give_no_terms():
    text = "Rows have keys.\n\nNext: Branches: names that move\n\nBack to the start."
    assert find_terms(text) == ("row", "key")
