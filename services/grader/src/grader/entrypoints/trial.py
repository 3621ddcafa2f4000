"""Grading outside the service: questions and answers from lines of JSON or from the command line."""

import asyncio
import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, Self

import typer
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from traclearn_contracts.models import RubricItem
from traclearn_embedding import MiniLM, ModelMissing
from traclearn_embedding.minilm import find_files

from grader.adapters.offline import OfflineGrader
from grader.application.assessment import assess
from grader.application.ports import Grader
from grader.domain.judgement import Grade
from grader.domain.question import MAX_RUBRIC_ITEMS, Question

MODELS = Path(".traclearn/tools/models")
COLOURS = {"yes": "green", "partly": "yellow", "no": "red"}


MAX_REFERENCES = 50
Reference = Annotated[str, Field(min_length=1, max_length=20000)]
Criterion = Annotated[str, Field(min_length=1, max_length=1000)]


class Point(BaseModel):
    """A rubric item as people write it: only the criterion is needed."""

    model_config = ConfigDict(extra="ignore")

    criterion: Criterion
    id: str | None = Field(default=None, min_length=1, max_length=40)
    label: str = Field(default="", max_length=200)
    weight: float = Field(default=1, gt=0, le=100)


class Item(BaseModel):
    """One line of input. The limits are those of the events."""

    model_config = ConfigDict(extra="ignore")

    question: str = Field(min_length=1, max_length=5000)
    reference: Reference | None = None
    references: list[Reference] = Field(default=[], max_length=MAX_REFERENCES)
    rubric: list[Criterion | Point] | None = Field(default=None, max_length=MAX_RUBRIC_ITEMS)
    answer: str = Field(max_length=20000)

    @model_validator(mode="after")
    def has_reference(self) -> Self:
        if not self.full_answers():
            raise ValueError("a reference is needed")
        return self

    def full_answers(self) -> list[str]:
        return [*([self.reference] if self.reference else []), *self.references]

    def asked(self) -> Question:
        plain = Question.without_rubric(self.question, self.full_answers())
        if not self.rubric:
            return plain
        points = [Point(criterion=point) if isinstance(point, str) else point for point in self.rubric]
        rubric = tuple(
            RubricItem(id=p.id or str(n), criterion=p.criterion, label=p.label, weight=p.weight)
            for n, p in enumerate(points, 1)
        )
        return plain.model_copy(update={"rubric": rubric})


class Bench:
    """A grader with the model read once."""

    def __init__(self, grader: Grader) -> None:
        self._grader = grader

    @classmethod
    def open(cls, folder: Path) -> "Bench":
        """Raises ModelMissing or EmbeddingError."""
        return cls(OfflineGrader(MiniLM.load(folder)))

    def grade(self, item: object) -> Grade:
        """Raises ValueError, in words for a person, for an item that is not as it should be."""
        try:
            checked = Item.model_validate(item)
            question = checked.asked()
        except ValidationError as error:
            raise ValueError(faults(error)) from None
        return asyncio.run(assess(self._grader, question, checked.answer))


def faults(error: ValidationError) -> str:
    """The first three things that are wrong, without the values."""
    found = error.errors(include_url=False, include_input=False)[:3]
    return "; ".join(f"{'.'.join(map(str, f['loc'])) or 'line'}: {f['msg']}" for f in found)


def model_folder(start: Path, environment: Mapping[str, str]) -> Path:
    """Where the model lies: EMBEDDING_MODEL_DIR, or the tools of `start` or of a folder above it."""
    given = environment.get("EMBEDDING_MODEL_DIR")
    if given:
        return Path(given)
    for folder in (start, *start.parents):
        try:
            find_files(folder / MODELS)
        except ModelMissing:
            continue
        return folder / MODELS
    return start / MODELS


def printed(grade: Grade) -> dict[str, Any]:
    """What a line of output holds."""
    return grade.model_dump(mode="json", include={"score", "confidence", "needs_review", "flags", "items"})


def grade_lines(bench: Bench, lines: Iterable[bytes]) -> int:
    """A line out for each line in, at once; the exit code."""
    code = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            result = printed(bench.grade(parsed(line)))
        except ValueError as error:
            code = 1
            result = {"error": str(error), "line": number}
            print(f"line {number}: {error}", file=sys.stderr)
        print(json.dumps(result, ensure_ascii=False), flush=True)
    return code


def parsed(line: bytes) -> object:
    """Raises ValueError for what is no JSON or no UTF-8."""
    try:
        return json.loads(line)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    except ValueError as error:
        raise ValueError(f"not JSON: {error}") from None


def grade_one(bench: Bench, item: Mapping[str, Any], *, as_json: bool) -> int:
    """For a person, or one JSON document; the exit code."""
    try:
        grade = bench.grade(item)
    except ValueError as error:
        typer.echo(str(error), err=True)
        return 2
    if as_json:
        typer.echo(json.dumps(printed(grade) | {"feedback": grade.feedback}, ensure_ascii=False, indent=2))
    else:
        show(grade)
    return 0


def show(grade: Grade) -> None:
    """Colours reach a terminal only: click takes them out elsewhere."""
    typer.secho(f"score {grade.score:.0%}  confidence {grade.confidence:.0%}", bold=True)
    for item in grade.items:
        quote = f"  “{item.quote}”" if item.quote else ""
        typer.echo(f"  {typer.style(item.verdict.ljust(6), fg=COLOURS[item.verdict])} {item.label}{quote}")
    for remark in (*grade.flags, *(["needs review"] if grade.needs_review else [])):
        typer.secho(f"  {remark}", fg="yellow")
    typer.echo(f"\n{grade.feedback}")
