"""A question, the labelled answers, and the grader with its real model; makes `memory_store` importable."""

import json
import os
import sys
from pathlib import Path

import pytest
from grader.adapters.offline import OfflineGrader
from grader.domain.question import Question
from grader.entrypoints.grading_bench import model_folder
from traclearn_contracts.models import RubricItem, Source
from traclearn_embedding import MiniLM

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))


class Case:
    """One answer with the verdicts that a person gave."""

    def __init__(self, question, entry):
        self.question = Question.model_validate(question)
        self.half = question["half"]
        self.id, self.kind = question["id"], entry["kind"]
        self.answer, self.verdicts = entry["answer"], entry["verdicts"]

    @property
    def score(self):
        weights = [item.weight for item in self.question.rubric]
        worth = {"yes": 1, "partly": 0.5, "no": 0}
        earned = sum(w * worth[v] for w, v in zip(weights, self.verdicts, strict=True))
        return earned / sum(weights)


def load_cases():
    questions = {entry["id"]: entry for entry in json.loads((HERE / "questions.json").read_text())}
    lines = (HERE / "cases.jsonl").read_text().splitlines()
    return [Case(questions[entry["question"]], entry) for entry in map(json.loads, lines)]


@pytest.fixture(scope="session")
def cases():
    return load_cases()


@pytest.fixture(scope="session")
def models():
    """The folder of the embedding model; `make install` brings it."""
    return model_folder(HERE, os.environ)


@pytest.fixture(scope="session")
def model(models):
    return MiniLM.load(models)


@pytest.fixture(scope="session")
def offline(model):
    return OfflineGrader(model)


@pytest.fixture
def commit():
    """What does a commit record? Two points, the first twice as heavy."""
    return Question(
        question="What does a commit record?",
        reference="A commit records a snapshot of the whole tree and points to its parent commits.",
        rubric=(
            RubricItem(
                id="snapshot",
                criterion="A commit records a snapshot of the whole tree",
                label="What is recorded",
                weight=2,
            ),
            RubricItem(id="parents", criterion="It points to its parent commits"),
        ),
        sources=(Source(title="Version control, section 2", href="wiki/Course/Commits"),),
    )
