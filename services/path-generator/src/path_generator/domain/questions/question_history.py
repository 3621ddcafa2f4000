"""Questions that were made before, so that nobody pays for one twice."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID, uuid5

from path_generator.domain.questions.question import Passage, Question
from path_generator.domain.questions.question_review import Decision
from path_generator.domain.text import digest, name_of

QUESTIONS = UUID("6d1f0b1c-7c0e-5b58-9f0a-0e1d6f4c2a11")
"""Namespace of their ids."""
RECIPE = "templates/5"
"""Change it when questions are made in another way: of those that were kept before, what authors decided on
stays so, and the others are left alone."""
EARLIER_RECIPES = tuple(f"templates/{number}" for number in range(4, 0, -1))


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that the learner has had."""

    concept: str
    text: str
    is_disputed: bool = False
    """Whether the learner says that it makes no sense."""


@dataclass(frozen=True, slots=True)
class KeptQuestion:
    """`content` says of which passage it was made; see `content_of`."""

    content: str
    concept: str
    question: Question
    decision: Decision | None = None
    """What an author said of it last."""
    is_listed: bool = True
    """Whether authors were told of it."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """Texts, of any difficulty, of questions that were made of a path's passages."""

    withdrawn: frozenset[str] = frozenset()
    """Not to be asked again."""
    reworded: frozenset[str] = frozenset()
    """As they were before an author edited them: not to be made again."""


@dataclass(frozen=True, slots=True)
class History:
    """Questions that were made of a path's passages, and those that its learner has had."""

    kept: Sequence[KeptQuestion] = ()
    asked: Sequence[Asked] = ()
    rejected: Rejected = Rejected()
    after_review: bool = False
    """Whether the course asks only what an author said yes to."""

    @property
    def texts(self) -> set[str]:
        return {one.text for one in self.asked}

    @property
    def unwanted(self) -> frozenset[str]:
        """What authors withdrew, and what makes no sense to the learner."""
        return self.rejected.withdrawn | {one.text for one in self.asked if one.is_disputed}

    def askable(self, concept: str) -> "History":
        """With what may be asked: after review what authors said yes to, and what the learner has had."""
        had = {one.text for one in self.asked if one.concept == name_of(concept)}
        return self._only(
            lambda one: not self.after_review or one.decision is not None or one.question.text in had
        )

    @property
    def summaries(self) -> "History":
        return self._only(lambda one: one.question.form == "summary")

    @property
    def undecided(self) -> "History":
        """With what waits for an author's yes."""
        return self._only(lambda one: one.decision is None and one.question.form != "summary")

    def _only(self, is_wanted: Callable[[KeptQuestion], bool]) -> "History":
        return replace(self, kept=[one for one in self.kept if is_wanted(one)])

    def elsewhere(self, concept: str) -> set[str]:
        """What the learner was asked about other concepts."""
        return {one.text for one in self.asked if one.concept != name_of(concept)}


def question_id(content: str, concept: str, difficulty: int, text_digest: str) -> UUID:
    """Follows from the key under which it is kept; `difficulty` is the one that was asked for."""
    return uuid5(QUESTIONS, f"{content}:{concept}:{difficulty}:{text_digest}")


def content_of(passage: Passage, recipe: str | None = None) -> str:
    """The passage's words and headings, whichever chunk of which revision they lie in."""
    return digest(recipe or RECIPE, *passage.heading, passage.text)


def contents_of(passage: Passage) -> list[str]:
    """As `content_of`, by every recipe there was, the present one first."""
    return [content_of(passage, recipe) for recipe in (RECIPE, *EARLIER_RECIPES)]


def still_asked(kept: Iterable[KeptQuestion], passages: Iterable[Passage]) -> list[KeptQuestion]:
    """Without those of an earlier recipe on which no author decided."""
    present = set(map(content_of, passages))
    return [one for one in kept if one.decision is not None or one.content in present]


def reusable(
    concept: str,
    passages: Sequence[Passage],
    history: History,
    exclude: Collection[str],
) -> KeptQuestion | None:
    """One that was made of these passages. First what the learner was asked of the concept already: there may
    be a ticket with it; a summary last: who had it made had the others. Never one of `exclude`."""
    here = {content: passage for passage in reversed(passages) for content in contents_of(passage)}
    order = {content: at for at, passage in enumerate(passages) for content in contents_of(passage)}
    name = name_of(concept)
    known = [one for one in history.kept if one.concept == name and one.content in here]
    known.sort(key=lambda one: (one.question.form == "summary", order[one.content], one.question.text))
    had = {one.text for one in history.asked if one.concept == name}
    known.sort(key=lambda one: one.question.text not in had)
    for one in known:
        if one.question.text not in exclude:
            return replace(one, question=replace(one.question, chunk=here[one.content].chunk))
    return None


def keep(concept: str, passages: Sequence[Passage], question: Question, difficulty: int) -> KeptQuestion:
    """One that was just made of one of these passages."""
    content = next(content_of(passage) for passage in passages if passage.chunk == question.chunk)
    name = name_of(concept)
    known_as = question_id(content, name, difficulty, digest(question.text))
    return KeptQuestion(content, name, replace(question, id=known_as), is_listed=False)
