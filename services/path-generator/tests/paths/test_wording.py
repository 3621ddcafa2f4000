"""What a path says: as codes of the contract, and in English."""

import re
from datetime import UTC, datetime
from pathlib import Path

import path_generator
from path_generator.domain.paths.plan import Plan, PlannedStep
from path_generator.domain.paths.wording import (
    MAX_NAMES,
    MAX_WARNING_CHARS,
    reasons_of,
    reasons_of_gap,
    say_reasons,
    say_warning,
    warnings_of,
)
from traclearn_contracts.remarks import known_codes

CODE = re.compile(r'"((?:path|step)_[a-z_]+)"')
STEP = PlannedStep("lock", (), ("transaction", "isolation", "deadlock"))


def test_every_code_of_paths_in_the_contract_is_said_and_no_other():
    sources = Path(path_generator.__file__).parent.rglob("*.py")
    said = {code for source in sources for code in CODE.findall(source.read_text())}
    known = {code for code in known_codes() if code.startswith(("path_", "step_"))}
    assert said - {"path_generator"} == known


def test_reason_is_said_in_english_as_its_codes_say():
    assert say_reasons(reasons_of(STEP, ["lock"], missed=False)) == "what you asked for"
    assert say_reasons(reasons_of(STEP, ["row"], missed=True)) == (
        "you missed it before; needed for transaction and isolation"
    )
    alone = PlannedStep("lock", (), ())
    assert say_reasons(reasons_of(alone, ["row"], missed=False)) == "needed for what you asked for"
    assert (
        say_reasons(reasons_of_gap(0.405, "row lock")) == "you had 40 % on “Row lock”, which builds on this"
    )


def test_each_warning_is_a_code_with_names():
    plan = Plan((STEP,), (), ("isolation",), (("a", "b"),), ("c",), ("d", "e", "f"))
    said = warnings_of(plan, ["isolation"], datetime(2026, 1, 15, 14, 5, tzinfo=UTC), is_stale=True)
    assert [(one.code, one.text, one.titles) for one in said] == [
        ("path_found_before", "14:05", []),
        ("path_stale", None, []),
        ("path_circle", None, ["a", "b"]),
        ("path_no_text", None, ["c"]),
        ("path_no_question", None, ["d", "e", "f"]),
        ("path_no_time", None, ["isolation"]),
    ]
    assert say_warning(said[4]).startswith("What was asked about d, e and f made no sense")


def test_many_long_and_odd_names_stay_within_the_contract():
    names = ("long " * 100, "a\0b\n\nc", *map(str, range(30)))
    (said,) = warnings_of(Plan((STEP,), without_passage=names), [])
    assert len(said.titles) == MAX_NAMES and said.titles[1] == "a b c"
    assert max(map(len, said.titles)) <= 300 and len(say_warning(said)) <= MAX_WARNING_CHARS


def test_names_that_are_too_many_are_cut_with_an_ellipsis():
    for count, last in ((MAX_NAMES, "n19"), (MAX_NAMES + 1, "…"), (25, "…")):
        plan = Plan((STEP,), without_passage=tuple(f"n{number}" for number in range(count)))
        (said,) = warnings_of(plan, [])
        assert said.titles == [f"n{number}" for number in range(MAX_NAMES - 1)] + [last]
