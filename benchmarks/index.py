"""`make bench-index`: from upload to teachable, beside the bare embedder on the same passages.

And what it costs to send 1,000 documents again that did not change. Writes build/bench/index.json.
"""

import argparse
import json
import os
import subprocess
import tempfile
import time
from pathlib import Path
from statistics import median

from traclearn_embedding import MiniLM
from traclearn_local.install import model
from traclearn_local.running_stack import RunningStack
from traclearn_local.stack import ROOT
from traclearn_local.testing import borrowed

from benchmarks.results import write_result

WORDS = [
    "table", "row", "key", "page", "index", "log", "lock", "reader", "writer", "version", "snapshot",
    "commit", "undo", "redo", "cache", "disk", "block", "plan", "join", "scan", "sort", "hash",
    "range", "split", "merge", "leaf", "root", "vacuum", "replica", "leader", "vote", "shard", "backup",
    "restore",
]  # fmt: skip
SENTENCES = 6
PASSAGES = """
MATCH (d:Document)-[:LIVE]->(:Revision)-[:HAS]->(c:Chunk) WHERE d.subject = $subject
RETURN c.passage AS passage
"""


def sentence(number: int) -> str:
    """Twelve words, no two sentences alike."""
    chosen = [WORDS[(number * step + step) % len(WORDS)] for step in range(1, 12)]
    return f"{' '.join(chosen)} {number}.".capitalize()


def write(folder: Path, documents: int, sections: int, drawn: int) -> None:
    """Markdown documents of so many sections, each one chunk."""
    for document in range(documents):
        parts = [f"# Document {drawn} {document}\n"]
        for section in range(sections):
            first = ((drawn * documents + document) * sections + section) * SENTENCES
            text = " ".join(sentence(first + offset) for offset in range(SENTENCES))
            parts.append(f"## Section {section}\n\n{text}\n")
        (folder / f"{document:04}.md").write_text("\n".join(parts))


def add(stack: RunningStack, folder: Path, subject: str) -> tuple[float, list[dict[str, object]]]:
    """Seconds that `traclearn content add --wait` takes, and what it says of each document."""
    program = ROOT / ".venv" / "bin" / "traclearn"
    command = [str(program), "content", "add", str(folder), "--subject", subject, "--wait", "--json"]
    began = time.monotonic()
    done = subprocess.run(
        [*command, "--timeout", "3000"],
        env={**os.environ, **stack.env},
        capture_output=True,
        text=True,
        check=False,
    )
    seconds = time.monotonic() - began
    if done.returncode:
        raise RuntimeError(f"{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return seconds, [json.loads(line) for line in done.stdout.splitlines()]


def span(stack: RunningStack, names: list[str]) -> float:
    """Seconds from the first object's arrival to the last document that was ready."""
    (row,) = stack.sql(
        "SELECT extract(epoch FROM max(r.at) - min(i.received_at))::float8 AS seconds"
        " FROM indexer.documents d JOIN indexer.revisions r USING (document, revision)"
        " CROSS JOIN LATERAL (SELECT min(received_at) AS received_at FROM indexer.inbox"
        "  WHERE source = 'aws.s3' AND received_at >= d.created_at) i"
        " WHERE d.name = ANY(%s)",
        names,
    )
    return float(row["seconds"])


def rest(stack: RunningStack) -> None:
    """Returns when the concepts are found too, which goes on when documents are ready."""
    while stack.sql("SELECT 1 AS one FROM indexer.subjects WHERE taught < changed"):
        time.sleep(0.5)


def one_round(
    stack: RunningStack, bare: MiniLM, number: int, options: argparse.Namespace
) -> tuple[float, float]:
    """(ours, theirs) in chunks a second."""
    subject = f"Bench {time.time_ns()}"
    with tempfile.TemporaryDirectory(prefix="bench-") as place:
        folder = Path(place, subject.replace(" ", "-"))
        folder.mkdir()
        write(folder, options.documents, options.sections, time.time_ns() // 1_000_000_000 + number)
        _, said = add(stack, folder, subject)
    embedded = sum(int(str(each["embedded"])) for each in said)
    ours = embedded / span(stack, [str(each["name"]) for each in said])
    rest(stack)
    with stack.neo4j() as session:
        texts = [record["passage"] for record in session.run(PASSAGES, subject=subject)]
    began = time.monotonic()
    bare.embed(texts)
    return ours, len(texts) / (time.monotonic() - began)


def again(stack: RunningStack, documents: int) -> dict[str, object]:
    """A folder of small documents, sent and sent again."""
    subject = f"Again {time.time_ns()}"
    with tempfile.TemporaryDirectory(prefix="bench-") as place:
        folder = Path(place, subject.replace(" ", "-"))
        folder.mkdir()
        write(folder, documents, 1, time.time_ns() // 1_000_000_000)
        first, _ = add(stack, folder, subject)
        second, said = add(stack, folder, subject)
    return {
        "documents": documents,
        "first_s": round(first, 1),
        "again_s": round(second, 1),
        "embedded_again": sum(int(str(each["embedded"] or 0)) for each in said if each["revision"] != 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=40, help="documents a round (default 40)")
    parser.add_argument("--sections", type=int, default=100, help="chunks a document (default 100)")
    parser.add_argument("--warm", type=int, default=2, help="rounds before, which do not count (default 2)")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--again", type=int, default=1000, help="documents sent twice (default 1000)")
    options = parser.parse_args()
    with borrowed() as stack:
        bare = MiniLM.load(model.folder(stack.stack.tools))
        for number in range(options.warm):
            one_round(stack, bare, number, options)  # Neo4j compiles what it runs often
        rounds = [one_round(stack, bare, options.warm + number, options) for number in range(options.runs)]
        cost = again(stack, options.again)
    ratios = [ours / theirs for ours, theirs in rounds]
    result = {
        "name": "index",
        "peer": "the bare embedder on the same passages: no upload, reading, graph or events",
        "ratio": round(median(ratios), 3),
        "ours": round(median(ours for ours, _ in rounds), 1),
        "theirs": round(median(theirs for _, theirs in rounds), 1),
        "unit": "chunks/s",
        "spread": [round(min(ratios), 3), round(max(ratios), 3)],
        "rounds": [round(ratio, 3) for ratio in ratios],
        "runs": len(rounds),
        "unchanged": cost,
    }
    write_result(result)
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
