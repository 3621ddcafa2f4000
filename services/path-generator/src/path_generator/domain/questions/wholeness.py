"""Whether a sentence, and the part of it that is asked, can be understood without the page."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from spacy.tokens import Span, Token
from traclearn_english import FUNCTION_WORDS

from path_generator.domain.questions.lexicon import words_of
from path_generator.domain.questions.parser import is_quoted

MIN_WORDS, MAX_WORDS = 6, 40
MAX_CODE_SHARE = 0.25
MIN_FUNCTION_SHARE = 0.10
"""Of the words; with fewer that build sentences it is another language, or no sentence."""
POINTING = words_of("pointing")
CONTINUING = words_of("continuing")
PRONOUNS = words_of("pronoun")
MARKUP = frozenset("[]{}<>|\\^=~*→")
DASHES = frozenset({"-", "–", "—", "--"})
VERSION = re.compile(r"\b(?:versions?|releases?|since|as of|prior to)\s+(?:\w+\s+)?v?\d", re.IGNORECASE)


def is_whole(sentence: Span) -> bool:
    """An English sentence of middle length that stands for itself."""
    words = [token for token in sentence if not token.is_punct and not token.is_space]
    if not MIN_WORDS <= len(words) <= MAX_WORDS or not sentence.text.rstrip("\"'”’)").endswith("."):
        return False
    if not _begins(sentence[0]) or any(points(token) for token in words) or VERSION.search(sentence.text):
        return False
    if any(one.lower_ == other.lower_ and one.is_alpha for one, other in pairwise(words)):
        return False
    if any(sign in MARKUP for sign in sentence.text) or not _is_balanced(sentence.text):
        return False
    if sum(token.lower_ in FUNCTION_WORDS for token in words) < MIN_FUNCTION_SHARE * len(words):
        return False
    return sum(is_code(token) for token in words) <= MAX_CODE_SHARE * len(words)


def _begins(first: Token) -> bool:
    return first.text[0].isupper() or (is_code(first) and not first.text.startswith("("))


def points(token: Token) -> bool:
    if token.lower_ == "that":
        return token.tag_ == "DT"
    if token.lower_ == "instead":
        return token.i + 1 == len(token.doc) or token.nbor().lower_ != "of"
    if token.lower_ == "similar":
        return all(each.lower_ != "to" for each in token.children)
    if token.text == "Table" and token.i + 1 < len(token.doc):
        return any(sign.isdigit() for sign in token.nbor().text)
    return token.lower_ in POINTING or (bool(token.is_sent_start) and token.lower_ in CONTINUING)


def is_code(token: Token) -> bool:
    return is_quoted(token) or any(sign in token.text for sign in "_/$()@:")


def has_loose_pronoun(tokens: Sequence[Token]) -> bool:
    """Whether a pronoun stands for something else than a noun before it."""
    noun = False
    for token in tokens:
        if _is_pronoun(token) and not (noun and token.tag_ in ("PRP$", "DT", "IN")):
            return True
        noun = noun or token.pos_ in ("NOUN", "PROPN")
    return False


def _is_pronoun(token: Token) -> bool:
    stands_alone = token.pos_ in ("PRON", "DET") and token.tag_ not in ("WDT", "WP")
    return stands_alone and token.lower_ in PRONOUNS


def compares_with_nothing(tokens: Sequence[Token]) -> bool:
    """Whether there is a comparative (`a higher value`) and no *than*."""
    return any(token.tag_ in ("JJR", "RBR") for token in tokens) and all(
        token.lower_ != "than" for token in tokens
    )


def is_cut_short(tokens: Sequence[Token]) -> bool:
    """Whether the parse left out an end: a clause does not end in a small word, nor between brackets."""
    last = tokens[-1]
    ends = last.pos_ not in ("CCONJ", "SCONJ", "AUX", "DET") and last.dep_ != "prep" and last.text != ","
    dashed = any(token.text in DASHES for token in tokens)
    return not ends or dashed or not _is_balanced("".join(token.text for token in tokens))


def _is_balanced(text: str) -> bool:
    return (
        text.count("(") == text.count(")") and text.count("“") == text.count("”") and text.count('"') % 2 == 0
    )


def content(tokens: Iterable[Token]) -> set[str]:
    """The lemmas that carry meaning."""
    return {token.lemma_.lower() for token in meaningful(tokens)}


def meaningful(tokens: Iterable[Token]) -> list[Token]:
    return [
        token
        for token in tokens
        if not token.is_stop and not token.is_punct and not token.is_space and token.pos_ != "AUX"
    ]
