"""The object graph of the service: built from its settings here, and with other parts in tests."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncEngine
from traclearn_embedding import MiniLM
from traclearn_worker.database import open_engine

from grader.adapters.offline import OfflineGrader
from grader.application.ports import Grader
from grader.handlers.answers import Answers
from grader.handlers.questions import Questions
from grader.settings import Settings


@dataclass(frozen=True, slots=True)
class Parts:
    """What the entrypoint puts together."""

    engine: AsyncEngine
    answers: Answers
    questions: Questions


def bootstrap(settings: Settings, grader: Grader | None = None) -> Parts:
    """Reads the model (half a second) and connects to nothing. Raises ModelMissing."""
    return Parts(
        engine=open_engine(settings),
        answers=Answers(grader or offline(settings), timedelta(seconds=settings.question_deadline)),
        questions=Questions(),
    )


def offline(settings: Settings) -> Grader:
    return OfflineGrader(MiniLM.load(settings.embedding_model_dir))
