"""Which drafts are fit to be asked, and how well each asks for the concept at the difficulty wanted."""

from collections.abc import Sequence
from typing import NamedTuple

from spacy.tokens import Token

from path_generator.domain.questions.draft import Draft
from path_generator.domain.questions.grammar import SUBJECTS
from path_generator.domain.questions.lexicon import words_of
from path_generator.domain.questions.naming import token_stems
from path_generator.domain.questions.question import Form
from path_generator.domain.questions.wholeness import (
    compares_with_nothing,
    content,
    has_loose_pronoun,
    is_code,
    is_cut_short,
)

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
MIN_ADDED_LEMMAS = 3
"""Words with meaning that the answer has and the question has not."""
COMMON = words_of("common")
MIN_ASKED_LEMMAS = 2
"""Of a case that names nothing of the section."""
OPENING_SENTENCES = 2
"""A section says there what its concept does; further on, what else it does."""
MIN_NAMED_SHARE = 0.5
"""Of the concept's words, in what does something."""
EARLY_WEIGHT = 0.2
"""Of the first sentence; one step of difficulty weighs 0.25."""
DEFINITE = words_of("definite")
QUANTIFIERS = words_of("quantifier")
SPECIFYING = frozenset({"compound", "nmod", "prep", "relcl", "acl", "poss", "nummod", "appos"})
"""Relations of what says which thing is meant. An adjective does not: `the public attribute`."""


class Place(NamedTuple):
    """Where a sentence stands."""

    at: int
    """Its number in the passage, from 0."""
    opens: bool
    """Whether it is the first of its paragraph or item."""


class Context(NamedTuple):
    """What a reader of the question knows."""

    concept: frozenset[str]
    """Stems of its name."""
    known: frozenset[str]
    """Stems of the concept, the headings and the title."""


def is_fit(draft: Draft, place: Place, context: Context) -> bool:
    """Whether a learner who has the question and the section's name, but no page, knows what is asked."""
    asked = draft.asked
    if len(draft.added_lemmas()) < MIN_ADDED_LEMMAS:
        return False
    if any(flaw(asked) for flaw in (has_loose_pronoun, is_cut_short, compares_with_nothing)):
        return False
    specific = draft.entry or _is_specific(asked, context)
    if not (_is_concept(draft, place, context) if draft.topic else specific):
        return False
    if not all(_is_thing(token) for token in asked if token.dep_ in SUBJECTS):
        return False
    return all(_is_introduced(token, context) for token in asked if token.pos_ in ("NOUN", "PROPN"))


def _is_concept(draft: Draft, place: Place, context: Context) -> bool:
    """Whether the topic is the concept, or a thing that it calls by kind and name (`the function f()`)."""
    topic = noun_phrase(draft.topic)
    if not topic or topic[0].lower_ in QUANTIFIERS or any(token.text == "," for token in draft.topic):
        return False
    if any(is_code(token) and token.text[-1] != ":" for token in topic) and (place.opens or not draft.wide):
        return True
    stems = token_stems(topic) | _whole_of(draft.topic)
    named = context.concept & stems
    if draft.wide:
        return place.at < OPENING_SENTENCES and named == context.concept
    return bool(named) and (draft.form != "function" or len(named) >= MIN_NAMED_SHARE * len(context.concept))


def _whole_of(topic: Sequence[Token]) -> frozenset[str]:
    """What it is a part of: of `the structure of a page` the page."""
    of = next((token for token in topic if token.lower_ == "of" and token.dep_ == "prep"), None)
    return token_stems(of.subtree) if of is not None else frozenset()


def _is_specific(asked: Sequence[Token], context: Context) -> bool:
    """Whether a case is one of the section's, or says enough of itself: `you are not sure` does not."""
    return bool(token_stems(asked) & context.known) or len(content(asked) - COMMON) >= MIN_ASKED_LEMMAS


def noun_phrase(topic: Sequence[Token]) -> list[Token]:
    """The words up to the noun, without what follows it."""
    inside = {token.i for token in topic}
    head = next((token for token in topic if token.head.i not in inside), None)
    return [token for token in topic if head is not None and token.i <= head.i]


def _is_thing(subject: Token) -> bool:
    """Whether a subject was parsed as what can be one; else the parse is wrong."""
    noun = subject.pos_ in ("NOUN", "PROPN", "PRON") or subject.tag_ == "VBG" or is_code(subject)
    return noun and subject.left_edge.pos_ != "SCONJ"


def _is_introduced(noun: Token, context: Context) -> bool:
    """Whether it is plain which thing is meant."""
    specified = any(each.dep_ in SPECIFYING or is_code(each) for each in noun.children)
    if noun.dep_ in ("compound", "nmod") or specified or token_stems([noun]) & context.concept:
        return True
    determiner = next((each for each in noun.children if each.dep_ in ("det", "poss")), None)
    if determiner is not None:
        return determiner.lower_ not in DEFINITE or bool(token_stems([noun]) & context.known)
    return not _is_parameter(noun)


def _is_parameter(noun: Token) -> bool:
    """A bare name as the subject of a singular verb: of an argument as a rule (`if path is empty`)."""
    if noun.dep_ not in SUBJECTS:
        return False
    finite = next((each for each in noun.head.children if each.dep_ in ("aux", "auxpass")), noun.head)
    return noun.tag_ == "NN" or (noun.tag_ == "NNS" and finite.tag_ == "VBZ")


def score(draft: Draft, place: Place, context: Context, difficulty: int) -> float:
    """Greater is better: naming the concept counts most, then the difficulty, then an early place."""
    named = len(context.concept & token_stems(draft.asked)) / max(1, len(context.concept))
    near = 1 - abs(DIFFICULTY[draft.form] - difficulty) / 4
    early = 0.0 if draft.form == "function" and not draft.wide else EARLY_WEIGHT / (1 + place.at)
    return 2 * named + near + early
