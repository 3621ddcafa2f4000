"""What is no answer whatever words it holds, and what a person should know about one that is graded.

`make bench-grader` measures each alone: how many tricks it finds, how many right answers it stops.
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise

from grader.domain.guards.alternatives import offers_alternatives
from grader.domain.guards.copied_answers import is_copied
from grader.domain.guards.orders import known_stems, order_spans, phrases
from grader.domain.judgement import Judgement, nothing
from grader.domain.language.grammar import is_foreign, is_heap, is_sparse
from grader.domain.language.phrases import giving_up
from grader.domain.language.spans import Span, sentences
from grader.domain.language.words import content_words, split_words, stems
from grader.domain.lexicon import read_words
from grader.domain.question import Question

MAX_CACHED_QUESTIONS = 1 << 5
"""Whose material is not looked at again with each answer: 10,000 characters a question."""
LETTER = re.compile(r"[^\W_]")
SOURCE_ORDERS = "source_orders"
"""Of what the material says, and of no answer: its author is told, and no learner pays for it."""
OTHER_LANGUAGE = "other_language"
"""Told here by script and small words; a grader that reads English alone tells more by its own words."""
MIN_TRY_WORDS = 5
"""So many words beside `I don't know` are an attempt, even a wrong one."""
FREE_WORDS = 60
WORDS_PER_EXPECTED = 4
"""An answer may have so many words, and so many for each word of a full answer. SemEval-2013 has no right one
that is longer, and from about there on unrelated text of the subject looks right."""
MIN_ECHO_SHARE = 0.6
"""Share of the question's words that an echo repeats, and of its own that stand there: `a stack is last in,
first out` says more than its nouns, and a long question's words may well be the answer."""
MIN_OWN_SHARE = 0.6
"""Share of an answer's words that a heap has from question, full answers and material. All heaps in
`tests/cases.jsonl` have two thirds of them."""
MAX_NEW_PAIRS = 0.34
"""Share of neighbouring words that an echo may have and the question has not."""


def judged(question: Question, answer: str, *, any_language: bool = False) -> Judgement | None:
    """The judgement on what is no answer; None for what deserves a grader's look. `any_language`: there is a
    grader who understands more than English."""
    kept = "".join(answer[span.start : span.end] + " " for span in sound(question, answer))
    for flag, certainty, applies in CHECKS:
        if any_language and applies is is_in_another_language:
            continue
        if applies(question, kept if LETTER.search(kept) else answer):
            return nothing(question.points, flag, certainty)
    return None


def flags(question: Question, answer: str, *, any_language: bool = False) -> tuple[str, ...]:
    """What a person should know about an answer that is graded all the same. `any_language`: as above."""
    found = []
    if orders(question, answer):
        found.append("prompt_injection")
    if is_too_long(question, answer):
        found.append("too_long")
    if is_copied(question, answer):
        found.append("copied")
    if offers_alternatives(answer) and not offers_alternatives(question.expected):
        found.append("alternatives")
    if is_keyword_pile(question, answer, any_language=any_language):
        found.append("keyword_pile")
    if giving_up().search(answer) and len(split_words(answer)) < 30:
        found.append("unsure")
    return tuple(found)


def is_empty(_: Question, answer: str) -> bool:
    return not LETTER.search(answer)


def is_in_another_language(_: Question, answer: str) -> bool:
    return is_foreign(answer)


def is_keyword_pile(question: Question, answer: str, *, any_language: bool = False) -> bool:
    """A heap of words where no full answer is one: a list may be answered by a list. Other words than the
    question's own are in no order that could be told, and of `any_language` they are none at all."""
    own = own_share(question, answer) >= MIN_OWN_SHARE
    if any_language and not own:
        return False
    return is_heap(answer, any_order=not own) and not asks_for_list(question)


def own_share(question: Question, answer: str) -> float:
    """Share of its words with meaning that stand in question, full answers or material."""
    said = content_words(answer)
    known = stems(content_words("\n".join((question.question, question.expected, *question.passages))))
    return sum(word.stem in known for word in said) / max(1, len(said))


def asks_for_list(question: Question) -> bool:
    """Whether a full answer, or all the points, are words without sentences themselves."""
    points = split_words("\n".join(item.criterion for item in question.rubric))
    return (bool(points) and is_sparse(points)) or any(is_heap(text) for text in question.references)


def sound(question: Question, answer: str) -> list[Span]:
    """The sentences that may count: no orders to the grader."""
    orders = frozenset() if addressed(question) else order_spans(answer, subject_of(question))
    return [span for span in sentences(answer) if span not in orders]


def blanked(question: Question, answer: str) -> str:
    """The answer with spaces in place of orders to the grader, so that every place stays where it is."""
    kept = list(answer)
    for span in set(sentences(answer)) - set(sound(question, answer)):
        kept[span.start : span.end] = " " * (span.end - span.start)
    return "".join(kept)


def addressed(question: Question) -> bool:
    """Whether the question itself is about such orders, so that they can be an answer."""
    return bool(phrases().search(f"{question.question}\n{question.expected}"))


def subject_of(question: Question) -> frozenset[str]:
    """The words that the question and its full answers use themselves."""
    return known_stems(question.question, question.expected)


def orders(question: Question, answer: str) -> bool:
    """Whether it gives orders to the grader."""
    return len(sound(question, answer)) < len(sentences(answer)) or (
        not addressed(question) and bool(phrases().search(answer))
    )


def source_flags(question: Question) -> tuple[str, ...]:
    """What an author should know about the material that the grade rests on: whether it gives orders to the
    grader. They are blanked before a model reads it."""
    return _source_flags(question.question, question.expected, question.passages)


@lru_cache(MAX_CACHED_QUESTIONS)
def _source_flags(asked: str, expected: str, passages: tuple[str, ...]) -> tuple[str, ...]:
    question = Question(question=asked, reference=expected)
    return (SOURCE_ORDERS,) if any(orders(question, passage) for passage in passages) else ()


def is_too_long(question: Question, answer: str) -> bool:
    """Whether it is far longer than the question asks: a pasted book says everything, too."""
    full = max(len(split_words(reference)) for reference in question.references)
    points = sum(len(split_words(item.criterion)) for item in question.rubric)
    return len(split_words(answer)) > FREE_WORDS + WORDS_PER_EXPECTED * max(full, points)


def gave_up(question: Question, answer: str) -> bool:
    """Giving up, and nothing else: `I don't know, maybe the tree?` is an attempt."""
    plain = answer.replace("’", "'")
    rest, count = giving_up().subn(" ", plain)
    if not count or giving_up().search(question.expected):
        return False
    asked = stems(content_words(question.question))
    left = {word.stem for word in content_words(rest) if word.text not in read_words("filler")} - asked
    return len(left) < MIN_TRY_WORDS and not left & stems(content_words(question.expected))


def echoes(question: Question, text: str) -> bool:
    """Whether it says most words of the question, or of one of its sentences, and hardly more."""
    asked = question.question
    said, words = content_words(text), stems(split_words(text))
    if len(said) < 2 or len(words & stems(split_words(asked))) < MIN_ECHO_SHARE * len(words):
        return False
    units = {asked, *(span.of(asked) for span in sentences(asked))}
    return any(repeats([w.stem for w in said], [w.stem for w in content_words(unit)]) for unit in units)


def repeats(said: Sequence[str], asked: Sequence[str]) -> bool:
    distinct, known = set(said), set(pairwise(asked))
    if distinct - set(asked) or len(distinct) < MIN_ECHO_SHARE * len(set(asked)):
        return False
    return sum(pair not in known for pair in pairwise(said)) <= MAX_NEW_PAIRS * (len(said) - 1)


CHECKS: tuple[tuple[str, float, Callable[[Question, str], bool]], ...] = (
    ("empty", 1.0, is_empty),
    ("prompt_injection", 0.9, orders),
    ("no_attempt", 0.95, gave_up),
    (OTHER_LANGUAGE, 0.0, is_in_another_language),
    ("question_echoed", 0.9, echoes),
)
"""What is no answer, how sure that is, and how it is told: the first that applies."""
