"""A hint without a model: what is missing by its label, where to read it, and then single words of it.

Of the words that a point asks for and the question does not say only every other one is ever told, whatever
is drafted and however often one asks: at most half of them, and no two that stand side by side.
"""

from collections.abc import Iterable, Sequence

from pydantic import BaseModel, ConfigDict
from traclearn_contracts.models import GradedItem, Remark
from traclearn_contracts.remarks import prose

from grader.domain.feedback import about, where
from grader.domain.hints.disclosure import recites
from grader.domain.language.words import Word, content_words, split_words, stems
from grader.domain.question import Question

TERMS = {1: 0, 2: 2, 3: 4}
"""Words that a step tells."""
MAX_SHOWN_SOURCES = 3
MAX_OPENING_WORDS = 6


class Hint(BaseModel):
    """`item`: the point that it is about; null where none is missing."""

    model_config = ConfigDict(frozen=True)

    item: str | None
    remarks: tuple[Remark, ...]

    @property
    def text(self) -> str:
        return sentence(self.remarks)


def missing_point(items: Sequence[GradedItem]) -> int | None:
    """The first point that a draft does not say, else the first that it says in part."""
    for verdict in ("no", "partly"):
        for at, item in enumerate(items):
            if item.verdict == verdict:
                return at
    return None


def hint(question: Question, draft: str, items: Sequence[GradedItem], step: int) -> Hint:
    """`items`: what was found in the draft, one for each point. `step`: 1 to 3, each says more."""
    at = missing_point(items)
    if at is None:
        return Hint(
            item=None, remarks=joined([Remark(code="nothing_missing")], to_read(question), question, draft)
        )
    said = joined([start(question, at, items[at], draft)], to_read(question), question, draft)
    said = joined(said, opening(question, at, step), question, draft)
    told: list[str] = []
    for word in sorted(terms(question, at, draft)[: TERMS[step]]):
        longer = looked_for(said, [*told, word])
        told = told if recites(sentence(longer), question, draft) else [*told, word]
    return Hint(item=question.points[at].id, remarks=looked_for(said, told))


def start(question: Question, at: int, item: GradedItem, draft: str) -> Remark:
    """What is missing, by its author's label unless that would give the answer away."""
    partly = item.verdict == "partly"
    if question.rubric:
        named = about(question, at, "point_in_part" if partly else "point_missing")
        if not recites(sentence([named]), question, draft):
            return named
        partly = False
    return Remark(code="more_to_say" if partly else "something_missing", item=question.points[at].id)


def to_read(question: Question) -> Iterable[Remark]:
    return where(question.sources[:MAX_SHOWN_SOURCES], "read")


def looked_for(said: Sequence[Remark], words: Sequence[str]) -> tuple[Remark, ...]:
    return (*said, Remark(code="look_for", words=list(words))) if words else tuple(said)


def sentence(remarks: Iterable[Remark]) -> str:
    """A hint or an explanation in English."""
    return prose(remarks, " ")


def opening(question: Question, at: int, step: int) -> Iterable[Remark]:
    """How the point's sentence begins, as far as the question has those words itself."""
    criterion, asked = question.points[at].criterion, stems(content_words(question.question))
    words = split_words(criterion)[:MAX_OPENING_WORDS]
    end = next((n for n, word in enumerate(words) if word.content and word.stem not in asked), len(words))
    if step == max(TERMS) and any(word.content for word in words[:end]):
        yield Remark(code="begin_with", text=criterion[words[0].start : words[end - 1].end])


def terms(question: Question, at: int, draft: str) -> list[str]:
    """Words of the point that may be told, without those that the draft has, in the point's order."""
    known = stems(content_words(f"{question.question}\n{question.label(at)}"))
    secret: dict[str, Word] = {}
    for word in content_words(question.points[at].criterion):
        if word.stem not in known:
            secret.setdefault(word.stem, word)
    used = stems(content_words(draft))
    return [word.text for word in list(secret.values())[1::2] if word.stem not in used]


def joined(
    said: Sequence[Remark], more: Iterable[Remark], question: Question, draft: str
) -> tuple[Remark, ...]:
    """`said` with those of the others by which it does not recite the answer: a title may."""
    for remark in more:
        longer = (*said, remark)
        said = said if recites(sentence(longer), question, draft) else longer
    return tuple(said)
