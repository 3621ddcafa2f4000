"""What is no answer, whatever words it holds: nothing, giving up, an echo, a heap of words, orders."""

import re
from itertools import pairwise

from grader.domain.grammar import foreign, heap
from grader.domain.judgement import Judgement, nothing
from grader.domain.lexicon import read_group
from grader.domain.phrases import giving_up, to_the_grader
from grader.domain.question import Question
from grader.domain.spans import Span, sentences
from grader.domain.words import content_words, split_words

LETTER = re.compile(r"[^\W_]")
MIN_TRY_WORDS = 5
"""So many words beside `I don't know` are an attempt, even a wrong one."""


def judged(question: Question, answer: str) -> Judgement | None:
    """The judgement on what is no answer; None for what deserves a grader's look."""
    if not LETTER.search(answer):
        return nothing(question.rubric, "empty", 1.0)
    kept = "".join(answer[span.start : span.end] + " " for span in sound(question, answer))
    if not kept and orders(question, answer):
        return nothing(question.rubric, "prompt_injection", 0.9)
    if gave_up(question, answer):
        return nothing(question.rubric, "no_attempt", 0.95)
    if echoes(question, kept or answer):
        return nothing(question.rubric, "question_echoed", 0.9)
    if not kept or heap(kept):
        return nothing(question.rubric, "keyword_pile", 0.6)
    return None


def flags(question: Question, answer: str) -> tuple[str, ...]:
    """What a person should know about an answer that is graded all the same."""
    found = []
    if orders(question, answer):
        found.append("prompt_injection")
    if any(heap(span.of(answer)) for span in sentences(answer)):
        found.append("keyword_pile")
    if giving_up().search(answer) and len(split_words(answer)) < 30:
        found.append("unsure")
    if foreign(answer, split_words(answer)):
        found.append("other_language")
    return tuple(found)


def sound(question: Question, answer: str) -> list[Span]:
    """The sentences that may count: no orders to the grader, no heaps of words."""
    allowed = addressed(question)
    spans = []
    for span in sentences(answer):
        text = span.of(answer)
        if not (heap(text) or (not allowed and to_the_grader().search(text))):
            spans.append(span)
    return spans


def wanted(question: Question) -> set[str]:
    """The stems of what a full answer says."""
    text = " ".join([question.reference, *(item.criterion for item in question.rubric)])
    return {word.stem for word in content_words(text)}


def addressed(question: Question) -> bool:
    """Whether the question itself is about such orders, so that they can be an answer."""
    return bool(to_the_grader().search(f"{question.question}\n{question.reference}"))


def orders(question: Question, answer: str) -> bool:
    return not addressed(question) and bool(to_the_grader().search(answer))


def gave_up(question: Question, answer: str) -> bool:
    """Giving up, and nothing else: `I don't know, maybe the tree?` is an attempt."""
    plain = answer.replace("’", "'")
    rest, count = giving_up().subn(" ", plain)
    if not count or giving_up().search(question.reference):
        return False
    asked = {word.stem for word in content_words(question.question)}
    left = {
        word.stem for word in content_words(rest) if word.text not in read_group("shuffles", "filler")
    } - asked
    return len(left) < MIN_TRY_WORDS and not left & wanted(question)


def echoes(question: Question, text: str) -> bool:
    """The question's own words and nothing else, where these cannot be the answer."""
    said = [word.stem for word in content_words(text)]
    asked = [word.stem for word in content_words(question.question)]
    if len(said) < 2 or set(said) - set(asked):
        return False
    if not answerable(question, set(asked)):
        return True
    known = set(pairwise(asked))
    new = sum(pair not in known for pair in pairwise(said))
    return len(said) >= 3 and new <= 0.2 * (len(said) - 1)


def answerable(question: Question, asked: set[str]) -> bool:
    """Whether some point is made of the question's words alone (`the price rises`)."""
    return any({word.stem for word in content_words(item.criterion)} <= asked for item in question.rubric)
