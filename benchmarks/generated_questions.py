"""`make bench-questions`: are questions that come from passages fit for a learner?

Of manuals that the maker was not tuned on, judged by hand: 100 of its first recipe, beside the cloze "What is
<concept>?" with the first sentence as its answer, 117 of its second and 100 of its fourth. Run again, it says
which of them are still made; a new one waits for a judge.
Writes build/bench/questions.json.
"""

import argparse
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from math import sqrt
from pathlib import Path

from path_generator.domain.questions.question import Question
from path_generator.domain.questions.templates import TemplateQuestions

from benchmarks.manuals import MANUALS, ConceptPassages, concept_at, sample_concepts
from benchmarks.results import write_result

FOLDER = Path(__file__).parent / "data" / "questions"
"""A file a sample that was judged, named after its seed."""
SEED = 41
"""Of the concepts that are counted."""
CONCEPTS_PER_MANUAL = 20
"""Of each manual: those that are counted, and the questions that are judged."""
MAKER = TemplateQuestions()


@dataclass(frozen=True, slots=True)
class Judged:
    """A question as it was made, with what a person thought of it."""

    manual: str
    document: str
    concept: str
    headings: list[list[str]]
    difficulty: int
    form: str
    question: str
    reference: str
    verdict: str = ""
    """`fit`; `fit with section`: it needs the section's name beside it, and has it; `unfit`."""
    why: str = ""
    """What is wrong with one that is unfit."""
    cloze: str = ""
    """The verdict on the peer's question about the same concept, where it was judged."""


@dataclass(slots=True)
class Report:
    """Counts of one run."""

    fit: int = 0
    with_section: int = 0
    clozes: int = 0
    cloze_fit: int = 0
    fit_again: int = 0
    unfit_again: int = 0
    milliseconds: float = 0


def judged() -> list[Judged]:
    files = sorted(FOLDER.glob("judged-*.jsonl"))
    return [Judged(**json.loads(line)) for file in files for line in file.read_text("utf-8").splitlines()]


def repeat(records: Sequence[Judged]) -> Report:
    """Makes each question again; prints those that came out otherwise."""
    report = Report()
    for record in records:
        found = concept_at(record.manual, record.document, record.concept, record.headings)
        begun = time.perf_counter()
        question = MAKER.make(found.concept, found.passages, record.difficulty)
        report.milliseconds += (time.perf_counter() - begun) * 1000 / len(records)
        again, is_fit = question.text == record.question, record.verdict != "unfit"
        report.fit += is_fit
        report.with_section += record.verdict == "fit with section"
        report.clozes += bool(record.cloze)
        report.cloze_fit += record.cloze == "fit"
        report.fit_again += again and is_fit
        report.unfit_again += again and not is_fit
        if not again:
            print(f"{record.verdict}: {record.question}\n  now: {question.text}")
    return report


def sample(manual: str, seed: int) -> Iterator[tuple[ConceptPassages, int, Question]]:
    """Concepts in random order, each at the next difficulty."""
    for number, found in enumerate(sample_concepts(manual, seed)):
        difficulty = number % 5 + 1
        yield found, difficulty, MAKER.make(found.concept, found.passages, difficulty)


def covered(manuals: Sequence[str], seed: int) -> int:
    """Of CONCEPTS_PER_MANUAL concepts of each manual those with a question other than the summary."""
    found = (entry for manual in manuals for entry in islice(sample(manual, seed), CONCEPTS_PER_MANUAL))
    return sum(question.form != "summary" for _, _, question in found)


def print_sample(seed: int) -> None:
    """Questions to be judged, each another text, as lines for the file of the judged ones."""
    for manual in MANUALS:
        seen: dict[str, Judged] = {}
        for found, difficulty, made in sample(manual, seed):
            page = next((each.name for each in found.passages if each.chunk == made.chunk), found.document)
            taught = (passage.heading for passage in found.passages if passage.name == page)
            headings = [list(each) for each in dict.fromkeys(taught)]
            entry = Judged(
                manual,
                page,
                found.concept,
                headings,
                difficulty,
                made.form,
                made.text,
                made.reference,
            )
            if made.form != "summary":
                seen.setdefault(made.text, entry)
            if len(seen) == CONCEPTS_PER_MANUAL:
                break
        for entry in seen.values():
            print(json.dumps(asdict(entry), ensure_ascii=False))


def result_of(report: Report, number: int, concepts: int, with_question: int) -> dict[str, object]:
    ours, theirs = report.fit / number, report.cloze_fit / max(1, report.clozes)
    return {
        "name": "questions",
        "peer": "the cloze “What is <concept>?” with the first sentence as its answer",
        "ratio": round(ours / theirs, 2) if theirs else None,
        "ours": ours,
        "theirs": theirs,
        "unit": "share of questions that are fit for a learner, judged by hand",
        "spread": round(sqrt(ours * (1 - ours) / number), 3),
        "runs": 1,
        "concepts": concepts,
        "concepts_with_question": with_question,
        **asdict(report),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, metavar="SEED", help="print other questions, to be judged")
    parser.add_argument(
        "--manuals", nargs="+", choices=MANUALS, default=MANUALS, metavar="PACKAGE", help="of these alone"
    )
    options = parser.parse_args()
    if options.sample is not None:
        print_sample(options.sample)
        return
    records = [record for record in judged() if record.manual in options.manuals]
    report = repeat(records)
    concepts, with_question = CONCEPTS_PER_MANUAL * len(options.manuals), covered(options.manuals, SEED)
    unfit = len(records) - report.fit
    print(
        f"{len(records)} questions judged: {report.fit} fit, {report.with_section} of them by their section."
    )
    print(f"Of {report.clozes} clozes {report.cloze_fit} are fit.")
    print(f"Made again as they were: {report.fit_again} of the fit, {report.unfit_again} of {unfit} unfit,")
    print(f"in {report.milliseconds:.0f} ms each.")
    print(f"Of {concepts} concepts {with_question} have a question other than the summary.")
    write_result(result_of(report, len(records), concepts, with_question))


if __name__ == "__main__":
    main()
