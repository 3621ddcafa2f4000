"""Questions into rows and back."""

from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import RowMapping

from path_generator.domain.questions.kept import KeptQuestion, question_id
from path_generator.domain.questions.question import Question, RubricPoint
from path_generator.domain.questions.review import reworded


def question_row(question: Question) -> dict[str, Any]:
    """Without the chunk: it may be another one, of the same content, when the question is used again."""
    return {name: value for name, value in asdict(question).items() if name not in ("chunk", "id")}


def kept_of(row: RowMapping) -> KeptQuestion:
    """As it is asked now. `row` is that of the question, with `decision` and `edited` of its review."""
    name, difficulty = row["concept"], row["difficulty"]
    known_as = question_id(row["content"], name, difficulty, row["digest"])
    question = replace(reworded(_question(row["question"]), row["edited"] or {}), id=known_as)
    return KeptQuestion(row["content"], name, question, row["decision"], is_listed=row["id"] is not None)


def _question(row: dict[str, Any]) -> Question:
    rubric = tuple(RubricPoint(**point) for point in row["rubric"])
    return Question(**{**row, "rubric": rubric, "chunk": ""})
