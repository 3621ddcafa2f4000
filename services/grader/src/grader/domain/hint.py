"""A hint without a model: what is missing by its label, where to read it, and then single words of it.

Of the words that a point asks for and the question does not say only every other one is ever told, whatever
is drafted and however often one asks: at most half of them, and no two that stand side by side.
"""

from collections.abc import Iterable, Sequence

from pydantic import BaseModel, ConfigDict
from traclearn_contracts.models import GradedItem

from grader.domain.disclosure import recites
from grader.domain.feedback import listed
from grader.domain.question import Question
from grader.domain.words import Word, content_words, split_words, stems

TERMS = {1: 0, 2: 2, 3: 4}
"""Words that a step tells."""
MAX_SHOWN_SOURCES = 3
MAX_OPENING_WORDS = 6
NOTHING = "Nothing is missing that a hint could name."
FALLBACK = "Something is still missing."
"""Where an author's label would give the answer away."""


class Hint(BaseModel):
    """`item`: the point that it is about; null where none is missing."""

    model_config = ConfigDict(frozen=True)

    item: str | None
    text: str


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
        return Hint(item=None, text=joined(NOTHING, where_to_read(question), question, draft))
    start = about(question, at, items[at])
    start = FALLBACK if recites(start, question, draft) else start
    lines = [*where_to_read(question), *opening(question, at, step)]
    text = joined(start, lines, question, draft)
    for word in sorted(terms(question, at, draft)[: TERMS[step]]):
        longer = f"{text}, {word}" if "Look for: " in text else f"{text} Look for: {word}"
        text = text if recites(longer, question, draft) else longer
    return Hint(item=question.points[at].id, text=text if text.endswith(".") else f"{text}.")


def about(question: Question, at: int, item: GradedItem) -> str:
    more = "There is more to say" if item.verdict == "partly" else "Something is missing"
    return f"{more}: {question.label(at)}." if question.rubric else f"{more}."


def where_to_read(question: Question) -> Iterable[str]:
    if question.sources:
        yield f"Read {listed([source.title for source in question.sources[:MAX_SHOWN_SOURCES]])}."


def opening(question: Question, at: int, step: int) -> Iterable[str]:
    """How the point's sentence begins, as far as the question has those words itself."""
    criterion, asked = question.points[at].criterion, stems(content_words(question.question))
    words = split_words(criterion)[:MAX_OPENING_WORDS]
    end = next((n for n, word in enumerate(words) if word.content and word.stem not in asked), len(words))
    if step == max(TERMS) and any(word.content for word in words[:end]):
        yield f"You could begin with: “{criterion[words[0].start : words[end - 1].end]} …”."


def terms(question: Question, at: int, draft: str) -> list[str]:
    """Words of the point that may be told, without those that the draft has, in the point's order."""
    known = stems(content_words(f"{question.question}\n{question.label(at)}"))
    secret: dict[str, Word] = {}
    for word in content_words(question.points[at].criterion):
        if word.stem not in known:
            secret.setdefault(word.stem, word)
    used = stems(content_words(draft))
    return [word.text for word in list(secret.values())[1::2] if word.stem not in used]


def joined(text: str, lines: Iterable[str], question: Question, draft: str) -> str:
    """`text` with those of the lines by which it does not recite the answer: a title may."""
    for line in lines:
        longer = f"{text} {line}"
        text = text if recites(longer, question, draft) else longer
    return text
