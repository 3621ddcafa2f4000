"""The questions of the demo courses, each with the section that answers it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).parents[1] / "infra" / "local" / "demo" / "retrieval.yaml"


@dataclass(frozen=True, slots=True)
class Question:
    text: str
    document: str = ""
    headings: tuple[str, ...] = ()
    """Any of them is right; () for a question that nothing in the courses answers."""

    @property
    def off_topic(self) -> bool:
        return not self.headings

    def answered_by(self, name: str, heading: Sequence[str], content: str) -> bool:
        """By headings; in a document without any by its text."""
        where = " › ".join(heading) if heading else content
        return name == self.document and any(wanted in where for wanted in self.headings)


def load() -> list[Question]:
    return [_question(entry) for entry in yaml.safe_load(FILE.read_text())["questions"]]


def _question(entry: dict[str, Any]) -> Question:
    if entry.get("off_topic"):
        return Question(entry["question"])
    headings = entry.get("headings") or [entry["heading"]]
    return Question(entry["question"], entry["document"], tuple(headings))


def halves(questions: Sequence[Question]) -> tuple[list[Question], list[Question]]:
    """The half that constants are tuned on and the half that is reported; both hold some of each section."""
    return list(questions[::2]), list(questions[1::2])
