"""Whether a sentence, and a question made of it, can be understood without the page."""

from collections.abc import Iterable, Sequence

from spacy.tokens import Span, Token

MIN_WORDS, MAX_WORDS = 6, 40
MAX_CODE_SHARE = 0.25
POINTING = frozenset(
    "this these those above below following previous previously next here such former latter earlier later "
    "aforementioned mentioned figure example examples section chapter page appendix note see "
    "subsequent respectively i we our us my let he she his her him now currently longer recently new deprecated otherwise".split()
)
"""Words that point at the page, or at who wrote it."""
CONTINUING = frozenset({"then", "likewise", "similarly", "also", "still", "rather", "but", "and", "so"})
"""They begin a sentence that goes on with the one before."""
PRONOUNS = frozenset("it they them its their itself themselves one ones that another others both".split())
MARKUP = frozenset("[]{}<>|\\^=~*")


def is_whole(sentence: Span) -> bool:
    """A sentence of middle length that stands for itself."""
    words = [token for token in sentence if not token.is_punct and not token.is_space]
    if not MIN_WORDS <= len(words) <= MAX_WORDS or not sentence.text.rstrip("\"'”’)").endswith("."):
        return False
    if not (sentence[0].text[0].isupper() or is_code(sentence[0])) or any(points(token) for token in words):
        return False
    if any(sign in MARKUP for sign in sentence.text) or sentence.text.count("(") != sentence.text.count(")"):
        return False
    return sum(is_code(token) for token in words) <= MAX_CODE_SHARE * len(words)


def points(token: Token) -> bool:
    if token.lower_ == "that":
        return token.tag_ == "DT"
    if token.lower_ == "instead":
        return token.i + 1 == len(token.doc) or token.nbor().lower_ != "of"
    return token.lower_ in POINTING or (token.is_sent_start is True and token.lower_ in CONTINUING)


def is_code(token: Token) -> bool:
    return token.idx in token.doc.user_data["quoted"] or any(sign in token.text for sign in "_/$()@:")


def has_loose_pronoun(tokens: Sequence[Token]) -> bool:
    """Whether a pronoun stands for something else than a noun before it."""
    noun = False
    for token in tokens:
        if token.lower_ in PRONOUNS and token.pos_ in ("PRON", "DET") and not (token.tag_ in ("WDT", "WP")):
            if not (noun and token.tag_ in ("PRP$", "DT", "IN")):
                return True
        noun = noun or token.pos_ in ("NOUN", "PROPN")
    return False


def compares_with_nothing(tokens: Iterable[Token]) -> bool:
    """Whether there is a comparative (`a higher value`) and no *than*."""
    found = list(tokens)
    return any(token.tag_ in ("JJR", "RBR") for token in found) and all(token.lower_ != "than" for token in found)


def is_cut_short(tokens: Sequence[Token]) -> bool:
    """Whether the parse left out an end: a clause does not end in a small word, nor between brackets."""
    text = "".join(token.text for token in tokens)
    last = tokens[-1]
    return (
        text.count("(") != text.count(")")
        or last.pos_ in ("CCONJ", "SCONJ", "AUX", "DET")
        or last.dep_ == "prep"
        or last.text == ","
    )


def content(tokens: Iterable[Token]) -> set[str]:
    """The lemmas that carry meaning."""
    return {
        token.lemma_.lower()
        for token in tokens
        if not token.is_stop and not token.is_punct and not token.is_space and token.pos_ != "AUX"
    }
