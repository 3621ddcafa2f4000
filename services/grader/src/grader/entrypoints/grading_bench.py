"""Grading outside the service: questions and answers from lines of JSON or from the command line."""

import asyncio
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Self

import typer
import yaml
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, model_validator
from traclearn_contracts.models import Provenance, RubricItem
from traclearn_embedding import MiniLM, ModelMissing
from traclearn_embedding.minilm import find_files

from grader.adapters.language_models import (
    PRICE_LIST,
    Account,
    ModelChoice,
    ModelGrader,
    open_grader,
    parse_prices,
)
from grader.adapters.offline import OfflineGrader
from grader.application.assessment import BY_RULE, Assessment, assess, directly
from grader.application.panel import Panel
from grader.domain.errors import GradingFailed, UnknownModel
from grader.domain.judgement import Grade
from grader.domain.question import MAX_RUBRIC_ITEMS, Question

MODELS = Path(".traclearn/tools/models")
COLOURS = {"yes": "green", "partly": "yellow", "no": "red"}


MAX_REFERENCES = 50
Reference = Annotated[str, Field(min_length=1, max_length=20000)]
Passage = Annotated[str, Field(min_length=1, max_length=2000)]
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
    passages: list[Passage] = Field(default=[], max_length=5)
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
        plain = plain.model_copy(update={"passages": tuple(self.passages)})
        if not self.rubric:
            return plain
        points = [Point(criterion=point) if isinstance(point, str) else point for point in self.rubric]
        rubric = tuple(
            RubricItem(id=p.id or str(n), criterion=p.criterion, label=p.label, weight=p.weight)
            for n, p in enumerate(points, 1)
        )
        return plain.model_copy(update={"rubric": rubric})


def choice_of(
    provider: str, model: str | None, environment: Mapping[str, str]
) -> tuple[ModelChoice, Account]:
    """Raises UnknownModel where name or key is missing."""
    if not model:
        raise UnknownModel(f"Say which model of {provider}, with --model.")
    key = environment.get(f"{provider.upper()}_API_KEY")
    if not key:
        raise UnknownModel(f"Set {provider.upper()}_API_KEY to your key.")
    price = parse_prices(environment.get("MODEL_PRICES", "")).get(model)
    base_url = environment.get(f"{provider.upper()}_BASE_URL")
    return ModelChoice(provider, model), Account(SecretStr(key), base_url, price=price)


def read_item(question: Path, answer: Path) -> dict[str, Any]:
    """From a file of YAML, as a line of JSON has it, and one of plain text. Raises ValueError or OSError."""
    try:
        asked = yaml.safe_load(question.read_text())
    except yaml.YAMLError as error:
        raise ValueError(f"{question} is no YAML: {error}") from None
    if not isinstance(asked, dict):
        raise ValueError(f"{question} has to say `question:` and `reference:`.")
    return asked | {"answer": answer.read_text()}


class Bench:
    """Graders with their model read once. Beside a language model the offline grader is the second voice."""

    def __init__(self, offline: OfflineGrader, models: Sequence[ModelGrader] = ()) -> None:
        self._panel = Panel(offline, models)
        self._models = models
        self._runner = asyncio.Runner()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for model in self._models:
            self._runner.run(model.close())
        self._runner.close()

    @classmethod
    def open(cls, folder: Path, choice: ModelChoice | None = None, account: Account | None = None) -> "Bench":
        """Raises ModelMissing or EmbeddingError."""
        models = [open_grader(choice, account)] if choice and account else []
        return cls(OfflineGrader(MiniLM.load(folder)), models)

    def worst_usd(self, item: object) -> Decimal | None:
        """What asking the language model costs at most; None without one. Raises ValueError, as `assess`."""
        checked, question = read(item)
        costs = [model.worst_usd(question, checked.answer) for model in self._models]
        return sum(costs, Decimal(0)) if costs else None

    def assess(self, item: object) -> Assessment:
        """Raises ValueError, in words for a person, for an item that is not as it should be; GradingFailed
        where a language model was to grade and did not."""
        checked, question = read(item)
        call = directly(question, checked.answer)
        assessment = self._runner.run(assess(self._panel, question, checked.answer, call))
        if (
            self._panel.has_models
            and assessment.grader is self._panel.offline
            and assessment.provenance != BY_RULE
        ):
            raise GradingFailed(str(assessment.failure))
        return assessment

    def grade(self, item: object) -> Grade:
        """As `assess`."""
        return self.assess(item).grade


def read(item: object) -> tuple[Item, Question]:
    """Raises ValueError, in words for a person, for an item that is not as it should be."""
    try:
        checked = Item.model_validate(item)
        return checked, checked.asked()
    except ValidationError as error:
        raise ValueError(faults(error)) from None


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
        except (ValueError, GradingFailed) as error:
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
        worst = bench.worst_usd(item)
        assessment = bench.assess(item)
    except ValueError as error:
        typer.echo(str(error), err=True)
        return 2
    except GradingFailed as error:
        typer.echo(f"No grade: {error}.", err=True)
        return 1
    grade, came = assessment.grade, assessment.provenance.model_dump(mode="json")
    if as_json:
        estimate = None if worst is None else float(worst)
        said = printed(grade) | {"feedback": grade.feedback, "provenance": came, "estimate_usd": estimate}
        typer.echo(json.dumps(said, ensure_ascii=False, indent=2))
    else:
        show(grade)
        typer.echo(f"\n{described(assessment.provenance)}")
        if worst is not None:
            typer.echo(f"estimated before at ${worst:.6f} at most: so much a worker reserves of its budgets")
    return 0


def described(came: Provenance) -> str:
    """Who graded, and what that cost."""
    if not came.output_tokens:
        return f"by {came.provider}/{came.model}"
    cost = "not on the price list" if came.cost_usd is None else f"${came.cost_usd:.6f}"
    return (
        f"by {came.provider}/{came.model}, prompt {came.prompt_version}: {came.input_tokens} tokens in, "
        f"{came.output_tokens} out, {cost} ({PRICE_LIST})"
    )


def show(grade: Grade) -> None:
    """Colours reach a terminal only: click takes them out elsewhere."""
    typer.secho(f"score {grade.score:.0%}  confidence {grade.confidence:.0%}", bold=True)
    for item in grade.items:
        quote = f"  “{item.quote}”" if item.quote else ""
        typer.echo(f"  {typer.style(item.verdict.ljust(6), fg=COLOURS[item.verdict])} {item.label}{quote}")
    for remark in (*grade.flags, *(["needs review"] if grade.needs_review else [])):
        typer.secho(f"  {remark}", fg="yellow")
    typer.echo(f"\n{grade.feedback}")
