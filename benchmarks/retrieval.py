"""`make bench-retrieval`: does a question find its section, and does an off-topic one find nothing?

Search as the services do it, through Neo4j, beside BM25 and the bare embedder over the same chunks. Constants
were tuned on every other question (`BENCH=--tune` prints how); what counts are the others.
Writes build/bench/retrieval.json.
"""

import argparse
import asyncio
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from traclearn_corpus import Graph, corpus
from traclearn_corpus.reading import ON_TOPIC
from traclearn_embedding import Embedder, Endpoint, HostedEmbedder, MiniLM
from traclearn_local.install import model
from traclearn_local.testing import borrowed

from benchmarks.questions import Question, halves, load
from benchmarks.rankings import Chunk
from benchmarks.results import write_result
from benchmarks.search_questions import Half, SearchRun, chunks_of

MARGIN = 0.05
"""How much nearer than the off-topic questions of the tuning half a hit must be to be on topic."""


def embedder(tools: Path) -> Embedder:
    """As the indexer's, by the same variables of this command's environment."""
    env = os.environ
    if env.get("EMBEDDER", "onnx") == "onnx":
        return MiniLM.load(model.folder(tools))
    url, dimension = env["EMBEDDING_URL"], int(env["EMBEDDING_DIMENSION"])
    return HostedEmbedder(Endpoint(url, env["EMBEDDING_MODEL"], dimension, env["EMBEDDING_API_KEY"]))


def check(questions: Sequence[Question], chunks: Sequence[Chunk]) -> None:
    """Says which questions have no chunk that answers them. Raises SystemExit without their documents."""
    asked = [question for question in questions if not question.off_topic]
    missing = {question.document for question in asked} - {chunk.name for chunk in chunks}
    if missing:
        raise SystemExit(f"The stack has not indexed {', '.join(sorted(missing))}.")
    for question in asked:
        if not any(question.answered_by(chunk.name, chunk.heading, chunk.content) for chunk in chunks):
            print(f"No chunk answers: {question.text}")


def report(tuning: Half, held_out: Half, chunks: int) -> dict[str, object]:
    ours = held_out.ways["ours"]["mrr"]
    peer = max(("bm25", "embedder"), key=lambda name: held_out.ways[name]["mrr"])
    theirs = held_out.ways[peer]["mrr"]
    return {
        "name": "retrieval",
        "peer": f"{peer}: the better of BM25 and the bare embedder, over the same chunks in memory",
        "ratio": round(ours / theirs, 2),
        "ours": ours,
        "theirs": theirs,
        "unit": "MRR, questions that nothing was tuned on",
        "spread": held_out.spread[peer],
        "runs": 1,
        "chunks": chunks,
        "calibration": round(tuning.nearest_off_topic + MARGIN, 2),
        "held_out": asdict(held_out),
        "tuning": asdict(tuning),
    }


def show(name: str, half: Half) -> None:
    print(f"{name}: {half.questions} questions, {half.milliseconds} ms each; {half.off_topic} off topic")
    for way, figures in half.ways.items():
        print(f"  {way:10}" + "  ".join(f"{key} {value:.3f}" for key, value in figures.items()))
    off = f"off topic {half.off_topic_found:.1%}"
    print(f"  with a hit of {ON_TOPIC} and more: {half.on_topic_found:.1%}, {off}")


async def run(env: Mapping[str, str], speaker: Embedder, tune: bool) -> dict[str, object] | None:
    """None after tuning."""
    questions = load()
    tuning, held_out = halves(questions)
    async with Graph.open(env["NEO4J_URI"], env["NEO4J_USER"], env["NEO4J_PASSWORD"]) as graph:
        if (used := (await corpus(graph)).model) != speaker.model_id:
            raise SystemExit(f"The stack's vectors are of {used}, this measures {speaker.model_id}.")
        chunks = await chunks_of(graph)
        check(questions, chunks)
        asking = SearchRun(graph, chunks, speaker)
        if tune:
            await asking.tune(tuning)
            return None
        first, second = await asking.half(tuning), await asking.half(held_out)
    show("tuning", first)
    show("held out", second)
    return report(first, second, len(chunks))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tune", action="store_true", help="print MRR on the tuning half for each weight")
    options = parser.parse_args()
    with borrowed() as stack:
        result = asyncio.run(run(stack.env, embedder(stack.stack.tools), options.tune))
    if result is None:
        return
    write_result(result)
    print(json.dumps({key: result[key] for key in ("ratio", "ours", "theirs", "spread", "calibration")}))


if __name__ == "__main__":
    main()
