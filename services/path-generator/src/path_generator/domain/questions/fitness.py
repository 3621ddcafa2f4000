"""Which drafts are fit to be asked, and how well each asks for the concept at the difficulty wanted."""

import re
from collections.abc import Sequence

from spacy.tokens import Token
from traclearn_english import stem

from path_generator.domain.questions.context import Context, Place
from path_generator.domain.questions.draft import Draft
from path_generator.domain.questions.grammar import SUBJECTS
from path_generator.domain.questions.lexicon import words_of
from path_generator.domain.questions.naming import token_stems
from path_generator.domain.questions.question import Form
from path_generator.domain.questions.topics import is_about_concept
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
MIN_ADDED = 3
"""Words with meaning that the answer has, and neither the question nor the concept's name."""
MIN_ADDED_TO_CASE = 2
"""The same, where the question repeats a whole clause, and all else is the answer."""
COMMON = words_of("common")
MIN_ASKED_LEMMAS = 2
"""Of a case that names nothing of the section."""
EARLY_WEIGHT = 0.2
"""Of the first sentence; one step of difficulty weighs 0.25."""
INVENTED = frozenset(map(stem, words_of("invented")))
ADDRESS = re.compile(r"\d+\.\d+\.\d+")
DEFINITE = words_of("definite")
SPECIFYING = frozenset({"compound", "nmod", "prep", "relcl", "acl", "poss", "nummod", "appos"})
"""Relations of what says which thing is meant. An adjective does not: `the public attribute`."""


def is_fit(draft: Draft, place: Place, context: Context) -> bool:
    """Whether a learner who has the question and the section's name, but no page, knows what is asked."""
    asked = draft.asked
    added = draft.added_stems()
    if len(_told(added if draft.given else added - context.concept, asked)) < _least_added(draft):
        return False
    if any(_is_made_up(token, context) for token in asked):
        return False
    if any(flaw(asked) for flaw in (has_loose_pronoun, is_cut_short, compares_with_nothing)):
        return False
    of_section = draft.entry or draft.heading or _is_specific(draft, context)
    if not (is_about_concept(draft, place, context) if draft.topic else of_section):
        return False
    if not all(_is_thing(token) for token in asked if token.dep_ in SUBJECTS):
        return False
    return all(_is_introduced(token, context) for token in asked if token.pos_ in ("NOUN", "PROPN"))


def _is_made_up(token: Token, context: Context) -> bool:
    """Whether it is a value or a name of an example. A concept may be called by such a word: a bar then is
    none, but `foo_bar` is."""
    invented = token_stems([token]) & INVENTED and stem(token.lower_) not in context.concept
    return bool(invented) or ADDRESS.search(token.text) is not None


def _least_added(draft: Draft) -> int:
    return MIN_ADDED_TO_CASE if draft.given else MIN_ADDED


def _told(added: frozenset[str], asked: Sequence[Token]) -> set[str]:
    """Those that no name in the question holds: of `linewidth` everybody knows that it is a width."""
    names = [token.lower_ for token in asked if is_code(token)]
    return {each for each in added if not any(each in name for name in names)}


def _is_specific(draft: Draft, context: Context) -> bool:
    """Whether a case is one of the section's, and says enough of itself: `you are not sure` does not."""
    said = token_stems(token for sentence in draft.answer for token in sentence)
    if not said & context.near:
        return False
    asked = draft.asked
    return bool(token_stems(asked) & context.near) or len(content(asked) - COMMON) >= MIN_ASKED_LEMMAS


def _is_thing(subject: Token) -> bool:
    """Whether a subject was parsed as what can be one; else the parse is wrong."""
    noun = subject.pos_ in ("NOUN", "PROPN", "PRON") or subject.tag_ == "VBG" or is_code(subject)
    return noun and subject.left_edge.pos_ != "SCONJ"


def _is_introduced(noun: Token, context: Context) -> bool:
    """Whether it is plain which thing is meant."""
    specified = any(each.dep_ in SPECIFYING or is_code(each) for each in noun.children)
    if noun.dep_ in ("compound", "nmod") or specified or token_stems([noun]) & context.heads:
        return True
    determiner = next((each for each in noun.children if each.dep_ in ("det", "poss")), None)
    if determiner is not None:
        return determiner.lower_ not in DEFINITE or bool(token_stems([noun]) & context.heads)
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
