"""What `traclearn content concepts` prints."""


def test_command_lists_concepts_and_edges_with_the_best_suggestion_first(run, service):
    code, lines, _ = run("concepts", "--subject", "Databases")
    assert code == 0 and lines[:3] == ["Databases: 2 concepts", "  Keys (2 chunks)", "  Joins (1 chunks)"]
    assert lines[5:] == [
        "removed    Joins ← Rows: first use: A join follows keys.",
        "agreed     Joins ← Keys: first use: A join follows keys.",
        "suggested  Joins ← Tables: first use: A join follows keys.",
        "suggested  Joins ← Pages: first use: A join follows keys.",
        "circle     Rows ← Keys ← Rows",
    ]


def test_concepts_as_json_are_one_document(run, service):
    _, (graph,), _ = run("concepts", "--json")
    assert graph["subject"] == "Git" and graph["edges"][0]["state"] == "suggested"
