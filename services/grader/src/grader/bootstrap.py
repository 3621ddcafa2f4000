"""The object graph of the service: built from its settings here, and with other parts in tests."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from sqlalchemy.ext.asyncio import AsyncEngine
from traclearn_embedding import MiniLM
from traclearn_identity import Guard, guard
from traclearn_worker.breaker import Breakers
from traclearn_worker.postgres.database import open_engine, transactions

from grader.adapters.hint_store import SqlHintStore
from grader.adapters.language_models import ModelGrader, ModelNudge, open_grader
from grader.adapters.offline import OfflineGrader, OfflineLikeness
from grader.adapters.request_limit import RequestLimit
from grader.adapters.store import SqlStore
from grader.application.budgeted_calls import BudgetedCalls
from grader.application.call_figures import CallFigures
from grader.application.grading import Grading
from grader.application.hint_writing import HintWriting, NudgeWriting
from grader.application.hints import Hints
from grader.application.learning import Learning
from grader.application.model_calls import ModelCalls
from grader.application.panel import Panel
from grader.application.ports import Grader
from grader.application.question_trial import QuestionTrial
from grader.application.second_grading import SecondGrading
from grader.handlers.answers import Answers
from grader.handlers.appeals import Appeals
from grader.handlers.overrides import Overrides
from grader.handlers.questions import Questions
from grader.handlers.regrade_orders import RegradeOrders, Rulings
from grader.handlers.regrades import Regrades
from grader.settings import Settings

CALL_GRACE_S = 5.0
"""Beyond what a model may take: its provider's client ends the call, and says how."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What the entrypoint puts together."""

    engine: AsyncEngine
    answers: Answers
    questions: Questions
    regrades: Regrades
    regrade_orders: RegradeOrders
    rulings: Rulings
    overrides: Overrides
    appeals: Appeals
    grading: Grading
    calls: ModelCalls
    figures: CallFigures
    hints: Hints
    hint_limit: RequestLimit
    trial: QuestionTrial
    guard: Guard
    models: Sequence[ModelGrader]
    """To be closed."""


def bootstrap(settings: Settings, grader: Grader | None = None) -> Parts:
    """Reads the model (half a second) and connects to nothing. Raises ModelMissing, or UnknownModel."""
    embedder = MiniLM.load(settings.embedding_model_dir)
    models = [open_grader(choice, settings.account(choice)) for choice in settings.choices]
    engine = open_engine(settings)
    panel = Panel(grader or OfflineGrader(embedder), models)
    learning, budgeted_calls = Learning(OfflineLikeness(embedder)), BudgetedCalls(settings.limits)
    grading, begin = Grading(panel, learning, budgeted_calls), transactions(engine, SqlHintStore)
    question_deadline = timedelta(seconds=settings.question_deadline)
    appeal_deadline = timedelta(seconds=settings.appeal_deadline)
    calls = ModelCalls(transactions(engine, SqlStore), [model.name for model in models], settings.limits)
    return Parts(
        engine=engine,
        answers=Answers(grading, question_deadline),
        questions=Questions(),
        regrades=Regrades(grading),
        regrade_orders=RegradeOrders(question_deadline),
        rulings=Rulings(),
        overrides=Overrides(),
        appeals=Appeals(SecondGrading(panel, learning, budgeted_calls), learning, appeal_deadline),
        grading=grading,
        calls=calls,
        figures=CallFigures(calls, grading.refusals),
        hints=Hints(
            begin, HintWriting(begin, panel.offline, nudge_writing(settings, models, budgeted_calls))
        ),
        hint_limit=RequestLimit(engine, settings.hints_per_minute),
        trial=QuestionTrial(transactions(engine, SqlStore), panel.offline, learning),
        guard=guard(settings),
        models=models,
    )


def nudge_writing(
    settings: Settings, models: Sequence[ModelGrader], budgeted_calls: BudgetedCalls
) -> NudgeWriting | None:
    """By the cheapest model, where there is one."""
    if not models:
        return None
    return NudgeWriting(
        nudge=partial(ModelNudge, models[0]),
        budgeted_calls=budgeted_calls,
        breakers=Breakers(settings.breaker_failures, settings.breaker_rest),
        call_timeout_s=settings.model_timeout + CALL_GRACE_S,
    )
