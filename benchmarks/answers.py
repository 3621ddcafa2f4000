"""Answers that people have judged: students' from a file that is not ours, and the cases of the tests."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from grader.domain.question import Question
from traclearn_local.stack import ROOT

TESTS = ROOT / "services" / "grader" / "tests"
WORTH = {"yes": 1.0, "partly": 0.5, "no": 0.0}
NEIGHBOURS = 2
MAX_PASSAGE_CHARS = 2000
"""As the contract has it."""
LABELS = {"correct": 1.0, "incorrect": 0.5, "contradictory": 0.0}
"""As numbers for r: what contradicts the reference is worse than what misses it."""


@dataclass(frozen=True, slots=True)
class Judged:
    """An answer with what a person says of it."""

    text: str
    label: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its answers. `subject`: questions of one subject share their material."""

    subject: str
    question: Question
    answers: tuple[Judged, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """An answer to a question with a rubric: its verdicts by a person."""

    half: str
    kind: str
    question: Question
    answer: str
    verdicts: tuple[str, ...]

    @property
    def score(self) -> float:
        weights = [item.weight for item in self.question.rubric]
        earned = sum(weight * WORTH[v] for weight, v in zip(weights, self.verdicts, strict=True))
        return earned / sum(weights)


def read_training(path: Path, questions: int | None) -> list[Asked]:
    """The training part of SemEval-2013 task 7, a question a line; `questions`: only so many."""
    entries = [json.loads(line) for line in path.read_text().splitlines()]
    step = max(1, len(entries) // questions) if questions else 1
    asked = [
        Asked(
            subject=entry["corpus"],
            question=Question.without_rubric(entry["question"], entry["references"]),
            answers=tuple(Judged(text, label) for text, label in entry["answers"]),
        )
        for entry in entries[::step][:questions]
    ]
    return [replace(each, question=with_passage(each, asked)) for each in asked]


def with_passage(each: Asked, all_asked: Sequence[Asked]) -> Question:
    """As if the material said the full answer as it stands, among those to the questions around."""
    own = [other for other in all_asked if other.subject == each.subject]
    at = own.index(each)
    around = own[max(0, at - NEIGHBOURS) : at + NEIGHBOURS + 1]
    said = " ".join(other.question.reference for other in around)
    return each.question.model_copy(update={"passages": (said[:MAX_PASSAGE_CHARS],)})


def read_cases() -> list[Case]:
    entries: Sequence[dict[str, object]] = json.loads((TESTS / "questions.json").read_text())
    asked = {entry["id"]: (str(entry["half"]), Question.model_validate(entry)) for entry in entries}
    found = []
    for case in map(json.loads, (TESTS / "cases.jsonl").read_text().splitlines()):
        half, question = asked[case["question"]]
        found.append(Case(half, case["kind"], question, case["answer"], tuple(case["verdicts"])))
    return found
