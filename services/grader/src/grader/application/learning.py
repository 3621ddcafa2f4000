"""What the grader knows beside a question: people's grades, authors' rulings, answers before."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from grader.application.ports import Likeness, PastAnswers, Store
from grader.domain.language.names import without_names
from grader.domain.language.similarity import RULED_LIKENESS, SAME_LIKENESS
from grader.domain.lessons.calibration import Calibration, calibrate
from grader.domain.lessons.example import MAX_EXAMPLE_CHARS, MAX_EXAMPLES, GradedExample
from grader.domain.lessons.learned import Learned
from grader.domain.lessons.past_answer import KeptAnswer, PastAnswer, TextVector
from grader.domain.lessons.ruling import Ruling
from grader.domain.question import Question

MAX_GRADED_ANSWERS = 50
"""Of a question, the newest that people graded: as many as `make bench-grader` tries."""
MAX_COMPARED_ANSWERS = 200
"""Of a question, the newest among which one that says the same is looked for: 250 kB."""
MAX_AGREEMENTS = 500
"""Of a course, the newest grades of people by which it is calibrated."""
CALIBRATION_AGE_S = 60.0
"""How long a course's calibration is not looked up again."""


@dataclass(frozen=True, slots=True)
class GradingContext:
    """What was learned of a question before an answer is graded."""

    graded: Sequence[PastAnswer] = ()
    rulings: Sequence[Ruling] = ()
    calibration: Calibration | None = None


@dataclass(frozen=True, slots=True)
class GradingInput:
    """An answer and its question with what the context says of them."""

    question: Question
    vector: TextVector
    learned: Learned


class Learning:
    """Looks up what was learned, and finds what of it concerns an answer."""

    def __init__(self, likeness: Likeness) -> None:
        self._likeness = likeness
        self._calibrations: dict[str, tuple[float, Calibration | None]] = {}

    async def read_context(
        self, store: Store, ticket: int, learner: str, course: str | None = None
    ) -> GradingContext:
        """Nothing of the learner's own: who was told what was right would be graded by it."""
        return GradingContext(
            graded=await store.list_graded_answers(ticket, learner, MAX_GRADED_ANSWERS),
            rulings=await store.list_rulings(ticket),
            calibration=await self._calibration(store, course),
        )

    async def prepare_input(
        self, question: Question, answer: str, context: GradingContext, *, examples_used: bool = True
    ) -> GradingInput:
        """`examples_used`: whether a language model may read what people graded."""
        return await asyncio.to_thread(self._prepare_input, question, answer, context, examples_used)

    async def group(self, store: PastAnswers, answer: KeptAnswer) -> UUID:
        """The group of the likest answer that was kept before, or the answer's own. Who asks holds the
        question's lock. An answer that is kept already stays where it is."""
        kept = await store.find_answer(answer.ticket, answer.learner, answer.attempt)
        if kept and kept.event_id == answer.event_id:
            return kept.group
        others = await store.list_newest_answers(answer.ticket, MAX_COMPARED_ANSWERS)
        if answer.vector is None or not others:
            return answer.group
        texts = [(other.text, other.vector) for other in others]
        at = await asyncio.to_thread(
            self._likeness.find_same, answer.text, answer.vector, texts, SAME_LIKENESS
        )
        return answer.group if at is None else others[at].group

    async def _calibration(self, store: PastAnswers, course: str | None) -> Calibration | None:
        if course is None:
            return None
        until, known = self._calibrations.get(course, (0.0, None))
        if time.monotonic() < until:
            return known
        said = await store.list_agreements(course, MAX_AGREEMENTS)
        found = calibrate([one.confidence for one in said], [one.is_same for one in said])
        self._calibrations[course] = time.monotonic() + CALIBRATION_AGE_S, found
        return found

    def _prepare_input(
        self, question: Question, answer: str, context: GradingContext, examples_used: bool
    ) -> GradingInput:
        vector, rubric = self._likeness.vector(answer), question.fingerprint
        known = [past for past in context.graded if past.person and past.person.rubric == rubric]
        places = self._likeness.rank(vector, [past.answer.vector for past in known])
        nearest = [known[at] for at in places]
        graded = tuple(example_of(past, question) for past in nearest)
        texts = [(past.answer.text, past.answer.vector) for past in nearest]
        same = self._likeness.find_same(answer, vector, texts, RULED_LIKENESS) if nearest else None
        shown = graded[:MAX_EXAMPLES] if examples_used else ()
        return GradingInput(
            question=question.model_copy(
                update={"graded": graded, "examples": tuple(nameless(one, question) for one in shown)}
            ),
            vector=vector,
            learned=Learned(
                matches=self._likeness.match(answer, context.rulings) if context.rulings else (),
                precedent=None if same is None else nearest[same].person,
                calibration=context.calibration,
            ),
        )


def example_of(past: PastAnswer, question: Question) -> GradedExample:
    """Raises ValueError for an answer that no person has graded."""
    if past.person is None:
        raise ValueError("nobody has graded it")
    said = {point.id: past.person.verdict_on(point.id) for point in question.points}
    return GradedExample(
        text=past.answer.text[:MAX_EXAMPLE_CHARS],
        is_right=past.person.is_right,
        verdicts={id_: verdict for id_, verdict in said.items() if verdict},
    )


def nameless(example: GradedExample, question: Question) -> GradedExample:
    known = f"{question.question}\n{question.expected}"
    return example.model_copy(update={"text": without_names(example.text, known)})
