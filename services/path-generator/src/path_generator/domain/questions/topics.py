"""Whether a question is about the concept of its section."""

from collections.abc import Sequence

from spacy.tokens import Token

from path_generator.domain.questions.context import Context, Place
from path_generator.domain.questions.draft import Draft
from path_generator.domain.questions.lexicon import words_of
from path_generator.domain.questions.naming import PAGE, token_stems
from path_generator.domain.questions.wholeness import is_code

OPENING_SENTENCES = 2
"""A section says there what its concept does; further on, what else it does."""
MIN_NAMED_SHARE = 0.5
"""Of the concept's words, in what does something."""
QUANTIFIERS = words_of("quantifier")
MIN_NAME_LETTERS = 2


def is_about_concept(draft: Draft, place: Place, context: Context) -> bool:
    """Whether the topic is the concept, or a thing that its section introduces."""
    topic = noun_phrase(draft.topic)
    if not topic or not _is_name(topic, context) or any(_tells_apart(token) for token in draft.topic):
        return False
    return (
        bool(context.short & token_stems(topic))
        or (_is_named_kind(topic) and place.opens)
        or (draft.form == "definition" and _is_introduced(topic, context))
        or _is_concept(draft, topic, place, context)
    )


def _is_name(topic: Sequence[Token], context: Context) -> bool:
    """Not one of several, nor the manual itself, nor a name such as `-a`, which each program has.

    Where the concept has the word, a page is none of the manual and the first normal form none of several.
    """
    several = (token for token in topic[:2] if token.lower_ in QUANTIFIERS)
    of_page = (token for token in topic[-1:] if token.lower_ in PAGE)
    if any(not token_stems([token]) & context.concept for token in (*several, *of_page)):
        return False
    return not any(is_code(token) and _is_short(token) for token in topic)


def _tells_apart(token: Token) -> bool:
    """A clause tells a thing from others of its kind: a concept needs none."""
    return token.dep_ in ("relcl", "acl") or token.text == ","


def _is_introduced(topic: Sequence[Token], context: Context) -> bool:
    """`A latch is …`, where the text goes on about latches."""
    stems = token_stems(topic)
    return stems <= context.often and (topic[0].lower_ in ("a", "an") or stems <= context.near)


def _is_concept(draft: Draft, topic: Sequence[Token], place: Place, context: Context) -> bool:
    stems = token_stems(topic) | _whole_of(draft.topic)
    named = context.concept & stems
    if draft.wide:
        return place.at < OPENING_SENTENCES and named == context.concept
    if len(topic) == 1 and topic[0].tag_ == "NN" and not is_code(topic[0]):
        return stems == context.concept
    return bool(named) and (draft.form != "function" or len(named) >= MIN_NAMED_SHARE * len(context.concept))


def noun_phrase(topic: Sequence[Token]) -> list[Token]:
    """The words up to the noun, without what follows it."""
    inside = {token.i for token in topic}
    head = next((token for token in topic if token.head.i not in inside), None)
    return [token for token in topic if head is not None and token.i <= head.i]


def _is_short(name: Token) -> bool:
    return sum(sign.isalpha() for sign in name.text) < MIN_NAME_LETTERS


def _is_named_kind(topic: Sequence[Token]) -> bool:
    """`The function f()`; a bare name may be of anything."""
    return len(topic) > 1 and any(is_code(token) and token.text[-1] != ":" for token in topic)


def _whole_of(topic: Sequence[Token]) -> frozenset[str]:
    """What it is a part of: of `the structure of a page` the page."""
    of = next((token for token in topic if token.lower_ == "of" and token.dep_ == "prep"), None)
    return token_stems(of.subtree) if of is not None else frozenset()
