"""The object graph of the service: built from its settings here, and with other parts in tests."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncEngine
from traclearn_embedding import MiniLM
from traclearn_identity import Guard, guard
from traclearn_worker.database import open_engine, transactions

from grader.adapters.hint_store import SqlHintStore
from grader.adapters.language_models import ModelGrader, open_grader
from grader.adapters.offline import OfflineGrader
from grader.adapters.request_limit import RequestLimit
from grader.adapters.store import SqlStore
from grader.application.grading import Grading
from grader.application.hint_writing import HintWriting
from grader.application.hints import Hints
from grader.application.model_calls import ModelCalls
from grader.application.panel import Panel
from grader.application.ports import Grader
from grader.handlers.answers import Answers
from grader.handlers.questions import Questions
from grader.handlers.regrades import Regrades
from grader.settings import Settings


@dataclass(frozen=True, slots=True)
class Parts:
    """What the entrypoint puts together."""

    engine: AsyncEngine
    answers: Answers
    questions: Questions
    regrades: Regrades
    grading: Grading
    calls: ModelCalls
    hints: Hints
    hint_limit: RequestLimit
    guard: Guard
    models: Sequence[ModelGrader]
    """To be closed."""


def bootstrap(settings: Settings, grader: Grader | None = None) -> Parts:
    """Reads the model (half a second) and connects to nothing. Raises ModelMissing, or UnknownModel."""
    models = [open_grader(choice, settings.account(choice)) for choice in settings.choices]
    own, engine = grader or offline(settings), open_engine(settings)
    grading, begin = Grading(Panel(own, models), settings.limits), transactions(engine, SqlHintStore)
    return Parts(
        engine=engine,
        answers=Answers(grading, timedelta(seconds=settings.question_deadline)),
        questions=Questions(),
        regrades=Regrades(grading),
        grading=grading,
        calls=ModelCalls(transactions(engine, SqlStore), [model.name for model in models], settings.limits),
        hints=Hints(begin, HintWriting(begin, own)),
        hint_limit=RequestLimit(engine, settings.hints_per_minute),
        guard=guard(settings),
        models=models,
    )


def offline(settings: Settings) -> Grader:
    return OfflineGrader(MiniLM.load(settings.embedding_model_dir))
