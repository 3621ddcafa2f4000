"""`make bench-grader`: how far the offline grader agrees with people, beside plain word overlap.

Measured by folds of whole questions on the training part of SemEval-2013 task 7 (Dzikovska et al. 2013, CC
BY-SA 3.0), which is no part of this project: `--training FILE` or ASAG_TRAINING says where it is. And on the
cases of services/grader/tests, on the half that nothing was tuned on; without the file on these alone. The
line of a rubric's points is fitted again on their other half. Ends with 1 when the guards together stop more
than 3 in 100 right answers. Writes build/bench/grader.json.
"""

import argparse
import json
import os
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from grader.adapters.offline import OfflineGrader, OfflineLikeness
from grader.adapters.offline.reader import Reader
from traclearn_embedding import MiniLM, SpanEmbedder, Vectors
from traclearn_local.install import model
from traclearn_local.stack import ROOT, Stack

from benchmarks.answers import read_cases, read_training
from benchmarks.grades import Bench
from benchmarks.grading_report import on_cases, on_training, show
from benchmarks.item_line import item_line
from benchmarks.results import write_result

MAX_FALSE_ALARMS = 0.03
MAX_KEPT_TEXTS = 1 << 14
"""Answers of the training part; their vectors take 170 MB."""
DATA = ROOT.parent / "shared" / "data" / "asag" / "semeval2013-training.jsonl"
"""Beside the checkout, where that is."""


class KeptVectors:
    """Runs the model once for each text: an answer is graded first and looked at again later."""

    def __init__(self, inner: SpanEmbedder) -> None:
        self.model_id, self.max_tokens, self.count = inner.model_id, inner.max_tokens, inner.count
        self._embed = lru_cache(MAX_KEPT_TEXTS)(inner.embed_spans)

    def embed_spans(self, text: str, spans: Sequence[tuple[int, int]]) -> Vectors:
        return self._embed(text, tuple(spans))


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--training", type=Path, default=Path(os.environ.get("ASAG_TRAINING", DATA)))
    parser.add_argument("--questions", type=int, help="only so many questions of the training part")
    return parser.parse_args()


def main() -> None:
    given = options()
    minilm = MiniLM.load(model.folder(Stack.find().tools))
    embedder = KeptVectors(minilm)
    bench = Bench(OfflineGrader(embedder), Reader(embedder), OfflineLikeness(minilm))
    cases = read_cases()
    own, items = on_cases(bench, cases), item_line(bench.reader, cases)
    show("own cases, held out", own)
    show("line of rubric items", items)
    result: dict[str, object] = {"name": "grader", "cases": own, "item line": items}
    headline = own
    if given.training.is_file():
        headline = on_training(bench, read_training(given.training, given.questions))
        show("SemEval-2013, training part", headline)
        result["training"] = headline
    else:
        print("No training part of SemEval-2013: --training FILE or ASAG_TRAINING says where it is.")
    result |= {
        "peer": "word overlap: F1 of stemmed words that carry meaning, the nearest reference",
        "ratio": round(headline["ours"]["auc"] / headline["theirs"]["auc"], 3),
        "ours": headline["ours"]["auc"],
        "theirs": headline["theirs"]["auc"],
        "unit": f"AUC, {headline['of']}",
        "spread": headline["spread"],
        "runs": headline["runs"],
    }
    write_result(result)
    print(json.dumps({key: result[key] for key in ("ratio", "ours", "theirs", "spread")}))
    if headline.get("false_alarms", {}).get("together", 0) > MAX_FALSE_ALARMS:
        raise SystemExit("The guards together stop more than 3 in 100 right answers.")


if __name__ == "__main__":
    main()
