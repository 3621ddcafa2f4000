"""What `traclearn content gaps` prints."""


def test_gaps_of_all_pages_the_most_wanted_first(run, service):
    code, lines, _ = run("gaps")
    assert code == 0 and lines == [
        "2 learners, 3×, last 2026-01-16T17:05:00+00:00: teach me to bake (nearest: batter)",
        "1 learner, 1×, last 2026-01-16T17:05:00+00:00: knots",
    ]


def test_gaps_as_json_are_a_line_each(run, service):
    _, gaps, _ = run("gaps", "--json")
    assert [gap["goal"] for gap in gaps] == ["teach me\nto bake", "knots"]


def test_without_gaps_nothing_is_printed_but_a_note(run, service):
    service.gap_count = 0
    code, lines, said = run("gaps")
    assert (code, lines) == (0, []) and "covers all" in said
