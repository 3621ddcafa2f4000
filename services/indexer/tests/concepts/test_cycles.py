"""Graphs without circles."""

import os
import subprocess
import sys
from graphlib import TopologicalSorter

from hypothesis import given
from hypothesis import strategies as st
from indexer.domain.concepts.cycles import acyclic, implied, would_cycle

NODES = st.integers(0, 9).map(str)
EDGES = st.lists(st.tuples(NODES, NODES), unique=True, max_size=40)


def below(edges):
    found = {}
    for start, end in edges:
        found.setdefault(start, []).append(end)
    return found


def reachable(edges):
    reached = {(a, b) for a, b in edges if a != b}
    while more := {(a, d) for a, b in reached for c, d in reached if b == c and a != d} - reached:
        reached |= more
    return reached


@given(EDGES)
def test_what_stays_is_acyclic_and_what_goes_would_have_closed_a_cycle(edges):
    stays, cycles = acyclic(edges)
    list(TopologicalSorter(below(stays)).static_order())  # raises CycleError
    left_out = [edge for edge in edges if edge not in stays]
    assert all(would_cycle(stays, edge) for edge in left_out)
    assert bool(cycles) == bool(left_out)
    for cycle in cycles:
        assert set(zip(cycle, [*cycle[1:], cycle[0]], strict=True)) <= set(edges)


@given(EDGES)
def test_the_strongest_edges_of_a_cycle_stay(edges):
    stays, _ = acyclic(edges)
    for at, edge in enumerate(edges):
        if edge not in stays:
            assert would_cycle([other for other in edges[:at] if other in stays], edge)


@given(EDGES)
def test_implied_edges_can_go_without_loss_of_reach(edges):
    stays, _ = acyclic(edges)
    needed = [edge for edge in stays if edge not in implied(stays)]
    assert reachable(needed) == reachable(stays)
    assert all(
        reachable([other for other in needed if other != edge]) != reachable(needed) for edge in needed
    )


SAME = """
from itertools import permutations
from indexer.domain.concepts.cycles import acyclic
print(acyclic([*permutations(["commit", "branch", "merge", "rebase", "reset"], 2)]))
"""


def test_another_process_finds_the_same_cycles():
    told = {
        subprocess.run(
            [sys.executable, "-c", SAME],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(told) == 1


def test_cycle_that_an_edge_would_close_is_named():
    edges = [("rebase", "branch"), ("branch", "commit"), ("merge", "branch")]
    assert would_cycle(edges, ("commit", "rebase")) == ["commit", "rebase", "branch"]
    assert would_cycle(edges, ("commit", "commit")) == ["commit"]
    assert would_cycle(edges, ("rebase", "merge")) == []


def test_chain_of_20_000_edges_is_made_acyclic():
    chain = [(str(n), str(n + 1)) for n in range(20_000)]
    stays, cycles = acyclic([*chain, ("20000", "0")])
    assert stays == chain and len(cycles) == 1
