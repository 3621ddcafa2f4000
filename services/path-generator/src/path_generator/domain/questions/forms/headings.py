"""What the heading of a section asks, where the section answers it: its author chose what it is about.

These questions have more than one sentence for an answer, so the forms of sentences miss them.
"""

import re
from collections.abc import Iterator, Sequence

from spacy.tokens import Span, Token

from path_generator.domain.questions.draft import Draft
from path_generator.domain.questions.forms.procedures import tells_how
from path_generator.domain.questions.grammar import SUBJECTS, child, subtree
from path_generator.domain.questions.naming import token_stems
from path_generator.domain.questions.parser import parse
from path_generator.domain.questions.question import Form
from path_generator.domain.questions.wholeness import meaningful, points

MAX_ANSWER_SENTENCES = 3
MIN_ANSWER_WORDS = 6
MIN_ANSWER_SHARE = 0.6
"""Of the words of a heading that asks, in what answers it."""
CAUSES = ("because", "since ", "so that", "due to", "reason", "in order to", "therefore")
ASKED: dict[str, Form] = {
    "what": "definition",
    "why": "cause",
    "how": "procedure",
    "when": "function",
    "where": "function",
    "which": "function",
}
"""By the first word of a heading that is a question. What yes or no answers is not asked."""
READER = {"I": "you", "i": "you", "my": "your", "me": "you", "we": "you", "our": "your"}
"""Who asks in such a heading is asked here."""
WORD = re.compile(r"[^\W\d_]+")
FINITE = ("VBZ", "VBP", "VBD", "MD")


def questions(title: str, sentences: Sequence[Span]) -> Iterator[Draft]:
    """How do I convert a string?"""
    form = ASKED.get(title.split(maxsplit=1)[0].lower()) if title.endswith("?") else None
    text = WORD.sub(lambda word: READER.get(word[0], word[0]), title)
    words = list(parse(text))
    if form is None or not any(token.tag_ in FINITE for token in words):
        return
    told = [sentence for sentence in sentences if _stands_alone(sentence)]
    first = next(
        (n for n, each in enumerate(told[:MAX_ANSWER_SENTENCES]) if _answers(form, words, each)), None
    )
    if first is not None:
        more = told[first + 1 : first + MAX_ANSWER_SENTENCES]
        yield Draft(form, text, told[first], words, more=more, heading=True)


def _stands_alone(sentence: Span) -> bool:
    return len(sentence) >= MIN_ANSWER_WORDS and not any(points(token) for token in sentence)


def _answers(form: Form, question: Sequence[Token], sentence: Span) -> bool:
    """Whether it says what is asked: of what it is, of a why the cause, of a how what to do."""
    asked = token_stems(meaningful(question))
    share = len(asked & token_stems(sentence)) / max(1, len(asked))
    if form == "cause":
        return share > 0 and any(sign in sentence.text.lower() for sign in CAUSES)
    if form == "procedure":
        return share > 0 and tells_how(sentence)
    if form == "definition" and question[1].lemma_ == "be":
        subject = child(sentence.root, *SUBJECTS)
        about = asked & token_stems(subtree(subject)) if subject is not None else frozenset()
        return len(about) >= MIN_ANSWER_SHARE * len(asked)
    return share >= MIN_ANSWER_SHARE
