"""The arithmetic of docs/scale.md: textbook values, limits that hold, and tables that are up to date."""

from pathlib import Path

import pytest

from benchmarks.scale.bill import monthly_bill
from benchmarks.scale.capacity import cell_size, cells, parts_of
from benchmarks.scale.document import render
from benchmarks.scale.figures import read_figures
from benchmarks.scale.queueing import erlang_c, mean_wait, wait_percentile
from benchmarks.scale.surge import run_surge

FIGURES = read_figures()


def test_one_server_waits_as_often_as_it_is_busy():
    assert erlang_c(1, 0.8) == pytest.approx(0.8)


def test_erlang_c_gives_the_textbooks_value():
    """Two servers, load 1: 2ρ²/(1+ρ) with ρ = 1/2."""
    assert erlang_c(2, 1.0) == pytest.approx(1 / 3)


def test_erlang_c_of_many_servers_does_not_overflow():
    assert 0 < erlang_c(5000, 4900.0) < 1


def test_mean_wait_of_one_server_is_that_of_m_m_1():
    assert mean_wait(1, 0.8, 1.0) == pytest.approx(0.8 / (1 - 0.8))


def test_percentile_of_one_server_is_that_of_m_m_1():
    """P(W > t) = ρ e^(−(1−ρ)t)."""
    waited = wait_percentile(1, 0.8, 1.0, 0.95)
    assert 0.8 * 2.718281828 ** (-(1 - 0.8) * waited) == pytest.approx(0.05)


def test_whoever_seldom_waits_has_a_percentile_of_nothing():
    assert wait_percentile(100, 1.0, 1.0) == 0


def test_parts_come_in_the_order_in_which_they_end():
    answers = [part.answers for part in parts_of(FIGURES)]
    assert answers == sorted(answers)


def test_cells_take_the_peak_and_one_less_does_not():
    size, count = int(cell_size(FIGURES)), cells(FIGURES)
    assert size * count >= FIGURES["load"]["peak"] > size * (count - 1)


def test_a_surge_that_was_prepared_leaves_nothing_waiting():
    assert run_surge(FIGURES, 0.049, spare=1.0).backlog == 0


def test_more_tasks_beforehand_mean_shorter_waits():
    waits = [run_surge(FIGURES, 0.049, spare).longest_wait for spare in (0.0, 0.25, 0.5, 1.0)]
    assert waits == sorted(waits, reverse=True)
    assert waits[0] > 60


def test_every_price_is_used_and_has_a_source():
    unpriced = {name: one | {"usd": 0} for name, one in FIGURES["prices"].items()}
    whole = sum(monthly_bill(FIGURES).values())
    assert sum(monthly_bill(FIGURES | {"prices": unpriced}).values()) == 0
    for name, one in FIGURES["prices"].items():
        without = FIGURES["prices"] | {name: one | {"usd": 0}}
        assert sum(monthly_bill(FIGURES | {"prices": without}).values()) < whole
        assert one["source"]


def test_every_limit_has_a_source_and_what_was_not_found_says_so():
    unknown = {one["limit"] for one in FIGURES["limits"] if one["gives"] is None}
    assert unknown == {"Aura: connections at once"}
    assert all(one["source"] for one in FIGURES["limits"])
    assert "| Aura: connections at once | not found |" in Path("docs/scale.md").read_text()


def test_vcpu_of_an_answer_are_what_its_programs_use_with_room_to_spare():
    (fargate,) = [part for part in parts_of(FIGURES) if part.name.startswith("Fargate")]
    assert fargate.asks == pytest.approx((0.133 + 0.131 + 0.049) / 0.6, rel=0.01)


def test_document_holds_the_tables_that_the_figures_give():
    document = Path("docs/scale.md").read_text()
    assert render(document) == document
