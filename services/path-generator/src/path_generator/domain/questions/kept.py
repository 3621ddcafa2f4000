"""Questions that were made before, so that nobody pays for one twice."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from path_generator.domain.questions.question import Passage, Question
from path_generator.domain.text import digest, name_of

RECIPE = "templates/2"
"""Change it when questions are made in another way: those that were kept before are then left alone."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that the learner has had."""

    concept: str
    text: str


@dataclass(frozen=True, slots=True)
class KeptQuestion:
    """`content` says of which passage it was made; see `content_of`."""

    content: str
    concept: str
    question: Question


@dataclass(frozen=True, slots=True)
class History:
    """Questions that were made of a path's passages, and those that its learner has had."""

    kept: Sequence[KeptQuestion] = ()
    asked: Sequence[Asked] = ()

    @property
    def texts(self) -> set[str]:
        return {one.text for one in self.asked}

    def elsewhere(self, concept: str) -> set[str]:
        """What the learner was asked about other concepts."""
        return {one.text for one in self.asked if one.concept != name_of(concept)}


def content_of(passage: Passage) -> str:
    """The passage's words and headings, whichever chunk of which revision they lie in."""
    return digest(RECIPE, *passage.heading, passage.text)


def reusable(
    concept: str,
    passages: Sequence[Passage],
    history: History,
    exclude: Collection[str],
) -> Question | None:
    """One that was made of these passages. First what the learner was asked of the concept already: there may
    be a ticket with it; a summary last: who had it made had the others. Never one of `exclude`."""
    here = {content_of(passage): passage for passage in reversed(passages)}
    order = {content: at for at, content in enumerate(map(content_of, passages))}
    name = name_of(concept)
    known = [one for one in history.kept if one.concept == name and one.content in here]
    known.sort(key=lambda one: (one.question.form == "summary", order[one.content], one.question.text))
    had = {one.text for one in history.asked if one.concept == name}
    known.sort(key=lambda one: one.question.text not in had)
    for one in known:
        if one.question.text not in exclude:
            return replace(one.question, chunk=here[one.content].chunk)
    return None
