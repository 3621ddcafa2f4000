"""Which drafts are fit to be asked, and how well each asks for the concept at the difficulty wanted."""

from collections.abc import Sequence
from typing import NamedTuple

from spacy.tokens import Token

from path_generator.domain.questions.draft import Draft
from path_generator.domain.questions.grammar import SUBJECTS
from path_generator.domain.questions.naming import token_stems
from path_generator.domain.questions.question import Form
from path_generator.domain.questions.wholeness import compares_with_nothing, has_loose_pronoun, is_code, is_cut_short

DIFFICULTY: dict[Form, int] = {
    "definition": 1,
    "function": 2,
    "purpose": 2,
    "procedure": 3,
    "summary": 3,
    "consequence": 4,
    "cause": 4,
    "comparison": 5,
}
WIDE: frozenset[Form] = frozenset({"definition", "function", "purpose"})
"""Forms that ask all about their topic, which must therefore be the concept."""
MIN_TOLD_LEMMAS = 3
OPENING_SENTENCES = 2
"""A section says there what its concept does; further on, what else it does."""
QUANTIFIERS = frozenset("each every all both some most many few several any other another no".split())
DEFINITE = frozenset({"the", "no", "any", "either", "neither"})
SPECIFYING = frozenset({"compound", "nmod", "prep", "relcl", "acl", "poss", "nummod", "appos"})


class Place(NamedTuple):
    """Where a sentence stands."""

    at: int
    """Its number in the passage, from 0."""
    opens: bool
    """Whether it is the first of its paragraph or item."""


class Context(NamedTuple):
    """What is known where the question is asked."""

    concept: frozenset[str]
    """Stems of its name."""
    known: frozenset[str]
    """Stems of the concept, the headings and the title."""


def is_fit(draft: Draft, place: Place, context: Context) -> bool:
    if len(draft.told()) < MIN_TOLD_LEMMAS or has_loose_pronoun(draft.asked):
        return False
    if draft.form in WIDE and not _is_about_topic(draft, place, context):
        return False
    if is_cut_short(draft.asked) or not all(is_thing(token) for token in draft.asked if token.dep_ in SUBJECTS):
        return False
    return all(is_introduced(token, context) for token in draft.asked if token.pos_ in ("NOUN", "PROPN"))


def _is_about_topic(draft: Draft, place: Place, context: Context) -> bool:
    """Whether the sentence says what the concept, or a thing that it calls by kind and name, is or does."""
    topic = core(draft.topic)
    if not topic or topic[0].lower_ in QUANTIFIERS:
        return False
    stems = token_stems(topic)
    if place.opens and len(topic) > 2 and topic[0].lower_ == "the" and any(is_code(token) for token in topic):
        return True
    if draft.form == "function":
        return place.at < OPENING_SENTENCES and context.concept <= stems
    return bool(context.concept & stems)


def core(topic: Sequence[Token]) -> list[Token]:
    """A noun phrase up to its noun."""
    inside = {token.i for token in topic}
    head = next((token for token in topic if token.head.i not in inside or token.head == token), None)
    return [token for token in topic if head is not None and token.i <= head.i]


def is_introduced(noun: Token, context: Context) -> bool:
    """Whether a reader of the question alone knows which thing is meant."""
    stems = token_stems([noun])
    specified = any(each.dep_ in SPECIFYING for each in noun.children)
    if noun.dep_ in ("compound", "nmod") or specified or stems & context.concept:
        return True
    determiner = next((each for each in noun.children if each.dep_ in ("det", "poss")), None)
    if determiner is not None:
        return determiner.lower_ not in DEFINITE or bool(stems & context.known)
    return not is_parameter(noun)


def is_thing(subject: Token) -> bool:
    """Whether a subject was parsed as what can be one; else the parse is wrong."""
    return subject.pos_ in ("NOUN", "PROPN", "PRON") or subject.tag_ == "VBG" or is_code(subject)


def is_parameter(noun: Token) -> bool:
    """A bare name as the subject of a singular verb: of an argument as a rule (`if path is empty`)."""
    if noun.dep_ not in ("nsubj", "nsubjpass"):
        return False
    finite = next((each for each in noun.head.children if each.dep_ in ("aux", "auxpass")), noun.head)
    return noun.tag_ == "NN" or (noun.tag_ == "NNS" and finite.tag_ == "VBZ")


def score(draft: Draft, place: Place, context: Context, difficulty: int) -> float:
    """Greater is better: naming the concept counts most, then the difficulty, then an early place."""
    named = len(context.concept & token_stems(draft.asked)) / max(1, len(context.concept))
    near = 1 - abs(DIFFICULTY[draft.form] - difficulty) / 4
    return 2 * named + near + 0.5 / (1 + place.at)
