"""Questions, places and grades into rows and back."""

from collections.abc import Iterable
from dataclasses import asdict, replace
from typing import Any
from uuid import UUID

from sqlalchemy import Row, RowMapping
from traclearn_corpus import content_digest

from path_generator.application.publication import source_of
from path_generator.domain.grade import Grade, TicketGrades, WithdrawnGrade
from path_generator.domain.paths.placement import PlacedStep
from path_generator.domain.paths.proposal import Located, Step
from path_generator.domain.questions.question import Passage, Question, RubricPoint
from path_generator.domain.questions.question_history import KeptQuestion, question_id
from path_generator.domain.questions.question_review import reworded


def question_row(question: Question) -> dict[str, Any]:
    """As it was made. Without the chunk: it may be another one, of the same content, when the question is
    used again. Without other full answers: they come with its review."""
    left_out = ("chunk", "id", "further_references")
    return {name: value for name, value in asdict(question).items() if name not in left_out}


def kept_of(row: RowMapping) -> KeptQuestion:
    """As it is asked now. `row` is that of the question, with `decision` and `edited` of its review."""
    name, difficulty = row["concept"], row["difficulty"]
    known_as = question_id(row["content"], name, difficulty, row["digest"])
    question = replace(reworded(_question(row["question"]), row["edited"] or {}), id=known_as)
    return KeptQuestion(row["content"], name, question, row["decision"], is_listed=row["id"] is not None)


def _question(row: dict[str, Any]) -> Question:
    rubric = tuple(RubricPoint(**point) for point in row["rubric"])
    return Question(**{**row, "rubric": rubric, "chunk": ""})


def passage_row(step: Step) -> dict[str, Any]:
    """What is known of the passage that a new step teaches."""
    passage = step.source.passage
    content = content_digest(passage.text)
    return {"document": UUID(passage.document), "chunk": passage.chunk, "content": content, "retired": False}


def placed_step(row: Row[Any]) -> PlacedStep:
    moved = place_of(row.moved) if row.moved else None
    return PlacedStep(row.path, row.step, row.document, row.chunk, row.content, row.retired, moved)


def placement_row(step: PlacedStep) -> dict[str, Any]:
    """What changes of a step while its passage comes and goes."""
    row = {"document": step.document, "chunk": step.chunk, "retired": step.retired}
    if step.moved is None:
        return row
    return row | {
        "moved": place_row(step.moved),
        "sources": [source_of(step.moved).model_dump(mode="json")],
    }


def place_row(located: Located) -> dict[str, Any]:
    """Without what the passage says: a path carries that."""
    return {**asdict(replace(located.passage, text="")), "href": located.href}


def place_of(row: dict[str, Any]) -> Located:
    passage = {name: value for name, value in row.items() if name != "href"}
    return Located(Passage(**{**passage, "heading": tuple(passage["heading"])}), row["href"])


def grade_row(grade: Grade) -> dict[str, Any]:
    values = asdict(grade)
    return values | {"grade": values.pop("id"), "graded_at": values.pop("at")}


def counting_row(grade: Grade) -> dict[str, Any]:
    values = grade_row(grade)
    return {name: value for name, value in values.items() if name not in ("event_id", "against")}


def grade_of(row: RowMapping) -> Grade:
    values = dict(row)
    values["id"], values["at"] = values.pop("grade"), values.pop("graded_at")
    return Grade(**values)


def ticket_grades(
    all_: Iterable[RowMapping], counting: Iterable[RowMapping], withdrawals: Iterable[RowMapping]
) -> TicketGrades:
    """A counting one that is not among all was taken in by a program from before."""
    grades = {row["grade"]: grade_of(row) for row in all_}
    for row in counting:
        known = grades.get(row["grade"], grade_of(row))
        grades[known.id] = replace(known, first_graded_at=row["first_graded_at"])
    return TicketGrades(tuple(grades.values()), frozenset(WithdrawnGrade(**row) for row in withdrawals))
