"""`make bench-path`: what a path costs without a language model, beside embedding and the bare vector query.

Goals are questions of the demo course on databases; the corpus is varied editions of that course in a Neo4j
of its own (`course_editions.py` says how). Ours is the path generator's `Generation` with real embedding and
real queries, on a store in memory: no queue, no PostgreSQL, and no cache of what a goal found. The peer
embeds the same goal and asks the vector index for as many candidates, and nothing else. Both are on uvloop,
as workers are. Paths whose questions are kept already and first ones, for which templates make all questions,
are counted apart. Writes build/bench/path.json.
"""

import argparse
import json
import os
import time
from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any

import numpy as np
import uvloop
from path_generator.domain.questions.parser import parse
from traclearn_embedding import MiniLM
from traclearn_local.demo.course import COURSE
from traclearn_local.install import model
from traclearn_local.stack import Stack

from benchmarks.corpus_filling import Corpus
from benchmarks.course_editions import read_course
from benchmarks.neo4j_server import Server, neo4j_server
from benchmarks.path_timing import Paths, Run
from benchmarks.questions import load
from benchmarks.results import write_result

SIZES = (1_000, 10_000, 100_000)
FOLDER = "databases"
MAX_RATIO, MIN_RECALL = 1.3, 0.95
EXAMPLES = """examples:
  make bench-path                                         all sizes; long, mostly to fill 100,000 chunks
  make bench-path BENCH="--sizes 1000 10000"              the smaller two
  make bench-path BENCH="--sizes 300 --runs 1 --goals 3"  does it work?
"""
Json = dict[str, Any]


def goals(count: int) -> list[str]:
    """From all parts of the course."""
    asked = [one.text for one in load() if not one.off_topic and one.document.startswith(f"{FOLDER}/")]
    count = min(count, len(asked))
    return [asked[at * len(asked) // count] for at in range(count)]


def milliseconds(seconds: Sequence[float]) -> dict[str, float]:
    return {f"p{share}": round(1000 * float(np.percentile(seconds, share)), 1) for share in (50, 95)}


def summary(runs: Sequence[Run]) -> Json:
    """Of one size. `parts`: milliseconds of a path, what takes most first."""
    ratios = [median(run.ours) / median(run.theirs) for run in runs]
    ours = [seconds for run in runs for seconds in run.ours]
    theirs = [seconds for run in runs for seconds in run.theirs]
    lean = [seconds for run in runs for seconds in run.lean]
    parts = {name: sum(run.parts.get(name, 0.0) for run in runs) for run in runs for name in run.parts}
    return {
        "ours": milliseconds(ours),
        "theirs": milliseconds(theirs),
        "lean": milliseconds(lean),
        "ratio": round(median(ratios), 2),
        "ratio_lean": round(median(ours) / median(lean), 2),
        "spread": [round(min(ratios), 2), round(max(ratios), 2)],
        "parts": {
            name: round(1000 * parts[name] / len(ours), 1)
            for name in sorted(parts, key=parts.__getitem__)[::-1]
        },
        "statements": round(sum(run.statements for run in runs) / len(ours), 1),
    }


def report(sizes: Sequence[Json], runs: int) -> Json:
    """`sizes`: the smallest corpus first. The ratio is the largest one's."""
    first, last = sizes[0], sizes[-1]
    growth = {side: round(last[side]["p50"] / first[side]["p50"], 2) for side in ("ours", "theirs")}
    return {
        "name": "path",
        "peer": "embedding the goal, and the bare vector query for as many candidates",
        "ratio": last["ratio"],
        "ours": last["ours"]["p50"],
        "theirs": last["theirs"]["p50"],
        "unit": "ms a path, p50, questions kept, on the largest corpus",
        "spread": last["spread"],
        "runs": runs,
        "growth": growth,
        "sizes": list(sizes),
        "aims": {
            f"p50 at most {MAX_RATIO} times the peer's": max(size["ratio"] for size in sizes) <= MAX_RATIO,
            "grows no more than the peer": growth["ours"] <= growth["theirs"],
            f"recall@20 of {MIN_RECALL} and more": min(size["recall"] for size in sizes) >= MIN_RECALL,
        },
    }


def show(size: Mapping[str, Any]) -> None:
    sides = "; ".join(
        f"{side} p50 {size[side]['p50']} ms, p95 {size[side]['p95']}"
        for side in ("ours", "theirs", "lean", "first")
    )
    low, high = size["spread"]
    print(f"{size['chunks']} chunks, filled in {size['filled_s']} s: {sides}")
    print(f"  ratio {size['ratio']} ({low} to {high}), to the lean one {size['ratio_lean']}", end="; ")
    print(f"recall@20 {size['recall']}, load {size['load']}")
    parts = ", ".join(f"{name} {spent}" for name, spent in size["parts"].items())
    print(f"  ms of a path, {size['statements']} statements: {parts}", flush=True)


async def measure(server: Server, paths: Paths, corpus: Corpus, wanted: Sequence[str], runs: int) -> Json:
    """The corpus as it is now. Raises SystemExit where none of the goals has a path."""
    quiet = await server.until_it_rests()
    first = await paths.make_questions(wanted)
    if not paths.goals:
        raise SystemExit("None of the goals has a path on this corpus.")
    await paths.run()  # Neo4j compiles what it runs often
    measured = [await paths.run() for _ in range(runs)]
    return {
        "chunks": len(corpus.chunks),
        "candidates": paths.candidates,
        "goals": len(paths.goals),
        "steps": median(paths.steps),
        "first": milliseconds(first),
        **summary(measured),
        **await paths.recall(),
        "quiet": quiet,
        "load": round(os.getloadavg()[0], 1),
    }


async def run(server: Server, sizes: Sequence[int], runs: int, wanted: Sequence[str]) -> Json:
    embedder = MiniLM.load(model.folder(Stack.find().tools))
    parse("The parser loads its model.")  # else the first path would
    course = read_course(COURSE / FOLDER, embedder)
    await server.until_it_answers()
    async with server.open() as graph:
        corpus = Corpus(graph, course, embedder)
        await corpus.open()
        found = []
        paths = Paths(graph, corpus, embedder)
        for size in sorted(sizes):
            began = time.monotonic()
            await corpus.grow(size)
            filled = {"filled_s": round(time.monotonic() - began, 1)}
            found.append(await measure(server, paths, corpus, wanted, runs) | filled)
            show(found[-1])
        paths.close()
    return report(found, runs)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, epilog=EXAMPLES, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=SIZES, metavar="CHUNKS", help="of the corpus, about"
    )
    parser.add_argument("--runs", type=int, default=5, help="of all goals, on each size (default 5)")
    parser.add_argument("--goals", type=int, default=20, help="how many different ones (default 20)")
    options = parser.parse_args()
    with neo4j_server() as server:
        result = uvloop.run(run(server, options.sizes, options.runs, goals(options.goals)))
    write_result(result)
    for aim, reached in result["aims"].items():
        print(f"{'reached' if reached else 'missed '} {aim}")
    print(json.dumps({key: result[key] for key in ("ratio", "ours", "theirs", "spread", "growth")}))


if __name__ == "__main__":
    main()
