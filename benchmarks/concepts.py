"""`make bench-concepts`: what needs what, in six real manuals, beside another checkout's inference.

`data/concepts/pairs.json` are pairs of headings, drawn before any inference was looked at and judged by hand:
does who learns the one need the other before? `headings.json` are headings: concept or structure? Rules were
made with the part "development", and with other chapters of PostgreSQL's and R's manuals; what counts is the
part "measure". Writes
build/bench/concepts.json.
"""

import argparse
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import networkx as nx
from traclearn_english import singular

from benchmarks.results import write_result

DATA = Path(__file__).parent / "data/concepts"
PARTS = {"development": ("python", "git", "bash"), "measure": ("postgresql", "sqlalchemy", "r-lang")}
Json = dict[str, Any]


def words(title: str) -> list[str]:
    return [singular(word.lower()) for word in re.findall(r"[^\W_]+", title)]


def cleaned(heading: str) -> str:
    """Without number and permalink."""
    number = r"^(?:(?:Chapter|Appendix)\s+\w+\.?\s+|\d+(?:\.\d+)*\.?\s+|[A-D]\.\d+\s+)"
    return re.sub(number, "", heading.replace("¶", "").replace("`", "")).strip()


class Names:
    """Which concept of a graph a heading gave: half of its words are the heading's, one after the other."""

    def __init__(self, concepts: list[Any]) -> None:
        self._below: dict[str, list[str]] = {}
        self._names = [name for name, _ in concepts]
        for name, headings in concepts:
            for heading in headings:
                for title in heading:
                    self._below.setdefault(cleaned(title), []).append(name)

    def of(self, heading: str) -> str:
        """ "" for none."""
        own = words(heading)
        among = [name for name in self._below.get(heading, ()) if self._is_in(words(name), own)]
        among = among or [name for name in self._names if words(name) == own]
        return max(among, key=lambda name: len(words(name)), default="")

    @staticmethod
    def _is_in(name: list[str], heading: list[str]) -> bool:
        return any(heading[at : at + len(name)] == name for at in range(len(heading))) or set(name) == set(
            heading
        )


def graphs(folder: Path, checkout: Path | None, manuals: tuple[str, ...]) -> Json:
    """Of this checkout, or another one's."""
    env = dict(os.environ)
    if checkout:
        sources = [*checkout.glob("libs/*/src"), *checkout.glob("services/*/src"), checkout / "contracts/src"]
        env["PYTHONPATH"] = os.pathsep.join(map(str, sources))
    program = [
        sys.executable,
        "-W",
        "ignore",
        str(Path(__file__).parent / "manual_graphs.py"),
        str(folder),
        *manuals,
    ]
    return dict(json.loads(subprocess.run(program, env=env, check=True, stdout=subprocess.PIPE).stdout))


def closure(edges: list[Json]) -> "nx.DiGraph[str]":
    needs: nx.DiGraph[str] = nx.DiGraph((edge["concept"], edge["prerequisite"]) for edge in edges)
    return nx.transitive_closure(needs)


def measure(found: Json, part: str) -> Json:
    """Of the judged pairs those that paths go by, at any remove, and those found, suggestions included."""
    pairs = [each for each in json.loads((DATA / "pairs.json").read_text()) if each["part"] == part]
    headings = [each for each in json.loads((DATA / "headings.json").read_text()) if each["part"] == part]
    tally = dict.fromkeys(("right", "needed_right", "needed_wrong", "found_right", "found_wrong"), 0)
    wrong, missed = [], []
    for manual, graph in found.items():
        names = Names(graph["concepts"])
        needed = closure([edge for edge in graph["edges"] if edge["state"] != "suggested"])
        direct = {(edge["concept"], edge["prerequisite"]) for edge in graph["edges"]}
        for pair in pairs:
            if pair["manual"] != manual or pair["verdict"] == "unclear":
                continue
            ends = names.of(pair["concept"]), names.of(pair["prerequisite"])
            said = " ← ".join((pair["concept"], pair["prerequisite"]))
            tally["right"] += pair["verdict"] == "right"
            if needed.has_edge(*ends):
                tally[f"needed_{pair['verdict']}"] += 1
                wrong += [said] if pair["verdict"] == "wrong" else []
            elif pair["verdict"] == "right":
                missed.append(said)
            if ends in direct or needed.has_edge(*ends):
                tally[f"found_{pair['verdict']}"] += 1
    concepts = {
        verdict: sum(
            Names(found[each["manual"]]["concepts"]).of(each["heading"]) != ""
            for each in headings
            if each["verdict"] == verdict
        )
        for verdict in ("concept", "structure")
    }
    return {
        **tally,
        "closure_precision": ratio(tally["needed_right"], tally["needed_right"] + tally["needed_wrong"]),
        "closure_recall": ratio(tally["needed_right"], tally["right"]),
        "found_recall": ratio(tally["found_right"], tally["right"]),
        "concept_precision": ratio(concepts["concept"], sum(concepts.values())),
        "concept_recall": ratio(concepts["concept"], sum(h["verdict"] == "concept" for h in headings)),
        "cycles": sum(len(graph["cycles"]) for graph in found.values()),
        "wrong": wrong,
        "missed": missed,
    }


def ratio(some: int, all: int) -> float | None:
    return round(some / all, 3) if all else None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "folder",
        type=Path,
        help="the Debian packages of `manual_graphs.py`, each unpacked into a folder of its name",
    )
    parser.add_argument("--peer", type=Path, help="another checkout, to be measured in the same run")
    parser.add_argument("--details", action="store_true", help="print wrong and missed pairs")
    given = parser.parse_args()
    results: Json = {"name": "concepts", "peer": str(given.peer or "")}
    for way, checkout in {"ours": None, **({"theirs": given.peer} if given.peer else {})}.items():
        results[way] = {
            part: measure(graphs(given.folder, checkout, manuals), part) for part, manuals in PARTS.items()
        }
        for part, figures in results[way].items():
            shown = {
                key: value
                for key, value in figures.items()
                if given.details or key not in ("wrong", "missed")
            }
            print(way, part, json.dumps(shown, ensure_ascii=False, indent=1 if given.details else None))
    write_result(results)


if __name__ == "__main__":
    main()
