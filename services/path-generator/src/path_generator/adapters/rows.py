"""Questions and grades into rows and back."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import RowMapping

from path_generator.domain.grade import Grade
from path_generator.domain.questions.question import Question, RubricPoint


def question_row(question: Question) -> dict[str, Any]:
    """Without the chunk: it may be another one, of the same content, when the question is used again."""
    return {name: value for name, value in asdict(question).items() if name != "chunk"}


def question_of(row: dict[str, Any]) -> Question:
    rubric = tuple(RubricPoint(**point) for point in row["rubric"])
    return Question(**{**row, "rubric": rubric, "chunk": ""})


def grade_row(grade: Grade) -> dict[str, Any]:
    values = asdict(grade)
    return values | {"grade": values.pop("id"), "graded_at": values.pop("at")}


def grade_of(row: RowMapping) -> Grade:
    values = dict(row)
    values["id"], values["at"] = values.pop("grade"), values.pop("graded_at")
    return Grade(**values)
