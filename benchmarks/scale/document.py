"""The tables of docs/scale.md, each between two comments that name it."""

import re
from collections.abc import Iterable

from benchmarks.scale.bill import answers_a_month, monthly_bill
from benchmarks.scale.capacity import cell_size, cells, cores, parts_of, with_batches
from benchmarks.scale.figures import Figures, read_figures
from benchmarks.scale.queueing import mean_wait, wait_percentile
from benchmarks.scale.surge import run_surge

SPARE_CORES = (1, 2, 3, 4)
SPARES = (0.0, 0.25, 0.5, 1.0)


def render(document: str) -> str:
    """`document` with its tables worked out anew."""
    figures = read_figures()
    made = {
        "parts": _parts(figures),
        "limits": _limits(figures),
        "cells": _cells(figures),
        "waits": _waits(figures),
        "surge": _surge(figures),
        "bill": _bill(figures),
        "prices": _prices(figures),
    }
    for name, text in made.items():
        pattern = rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)"
        document, found = re.subn(
            pattern, lambda at, text=text: f"{at[1]}\n{text}\n\n{at[2]}", document, flags=re.S
        )
        if not found:
            raise ValueError(f"docs/scale.md has no place for {name}")
    return document


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    names = list(head)
    lines = [names, ["---"] * len(names), *([str(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _parts(figures: Figures) -> str:
    rows = [
        (
            part.name,
            f"{part.asks:g} {part.unit}",
            f"{part.gives:,.0f}",
            f"**{part.answers:,.0f}**",
            "when asked" if part.adjustable else "no",
            part.then,
            f"{part.source}",
        )
        for part in parts_of(figures)
    ]
    head = ("part", "an answer asks", "a second it gives", "answers/s", "raised", "then", "source")
    return table(head, rows)


def _limits(figures: Figures) -> str:
    rows = [
        (one["limit"], one["gives"] or "not found", one["meets"], one["source"]) for one in figures["limits"]
    ]
    return table(("limit", "it gives", "who meets it", "source"), rows)


def _cells(figures: Figures) -> str:
    peak = figures["load"]["peak"]
    rows = [(name, f"{found:,.0f}") for name, found in cores(figures, peak).items()]
    better, grades = with_batches(figures), figures["batches"]["grades"]
    return (
        f"A cell takes {cell_size(figures):.0f} answers a second, so {peak:,} ask for **{cells(figures)} "
        f"cells**. If the leader wrote {grades} grades in a transaction, at the cost of one and a half, it "
        f"would be {cell_size(better):.0f} and {cells(better)} cells, and the month below "
        f"{sum(monthly_bill(better).values()):,.0f} USD. Tasks at the peak, in vCPU:\n\n"
        + table(("program", "vCPU"), rows)
    )


def _waits(figures: Figures) -> str:
    service, rate = figures["measured"]["grader"]["cpu"], cell_size(figures)
    rows = []
    for more in SPARE_CORES:
        servers = int(rate * service) + more
        mean, high = mean_wait(servers, rate, service), wait_percentile(servers, rate, service)
        busy = rate * service / servers
        rows.append((servers, f"{busy:.0%}", f"{mean * 1000:.0f} ms", f"{high * 1000:.0f} ms"))
    return table(("cores", "busy", "mean wait", "95 of 100 wait less than"), rows)


def _surge(figures: Figures) -> str:
    service = figures["measured"]["grader"]["cpu"]
    rows = []
    for spare in SPARES:
        found = run_surge(figures, service, spare)
        drained = f"{found.drained} s" if found.drained is not None else "not in half an hour"
        rows.append((f"{spare:.0%}", f"{found.backlog:,}", f"{found.longest_wait:,.0f} s", drained))
    return table(("running beforehand", "most that wait", "longest wait", "empty again after"), rows)


def _bill(figures: Figures) -> str:
    bill = monthly_bill(figures)
    rows = [(name, f"{usd:,.0f}") for name, usd in sorted(bill.items(), key=lambda one: -one[1])]
    total, answers = sum(bill.values()), answers_a_month(figures)
    rows.append(("**all**", f"**{total:,.0f}**"))
    return (
        table(("for", "USD a month"), rows)
        + f"\n\n{answers / 1e6:,.0f} million answers a month: "
        + f"{total / answers * 1000:.2f} USD for a thousand."
    )


def _prices(figures: Figures) -> str:
    rows = [(name.replace("_", " "), one["usd"], one["source"]) for name, one in figures["prices"].items()]
    return table(("price", "USD", "source"), rows)
