"""What is asked of a parse: children, whole phrases, orders and infinitives."""

from collections.abc import Sequence

from spacy.tokens import Token

SUBJECTS = ("nsubj", "nsubjpass")
PLURAL = frozenset({"NNS", "NNPS"})


def subtree(token: Token) -> list[Token]:
    """A word with all that depends on it, in the order of the text."""
    return sorted(token.subtree, key=lambda each: each.i)


def child(token: Token, *deps: str) -> Token | None:
    """The first child in one of these relations."""
    return next((each for each in token.children if each.dep_ in deps), None)


def preposition(token: Token, word: str) -> Token | None:
    """The prepositional phrase with this word."""
    return next((each for each in token.children if each.dep_ == "prep" and each.lower_ == word), None)


def is_run(tokens: Sequence[Token]) -> bool:
    """Whether nothing is left out between the first and the last."""
    return bool(tokens) and tokens[-1].i - tokens[0].i + 1 == len(tokens)


def trim(tokens: Sequence[Token]) -> list[Token]:
    """Without the commas and stops around."""
    kept = list(tokens)
    while kept and kept[-1].is_punct and kept[-1].text not in (")", '"', "'", "”"):
        kept.pop()
    while kept and kept[0].is_punct and kept[0].text not in ("(", '"', "'", "“"):
        kept.pop(0)
    return kept


def infinitive(verb: Token) -> list[Token]:
    """`create a branch` of `to create a branch`; nothing if it is none."""
    words = trim(subtree(verb))
    if len(words) < 3 or words[0].lower_ != "to" or words[1] != verb or not is_run(words):
        return []
    return words[1:]


def purpose_of(verb: Token) -> Token | None:
    """The verb of an infinitive that says to what end."""
    return next(
        (each for each in verb.children if each.dep_ in ("xcomp", "advcl") and infinitive(each)), None
    )


def is_instruction(verb: Token) -> bool:
    """An order, or what *you* do."""
    subject = child(verb, *SUBJECTS)
    if subject is not None:
        return subject.lower_ == "you"
    return verb.tag_ in ("VB", "VBP") and all(
        each.dep_ != "expl" and (each.dep_ != "aux" or each.lower_ == "do") for each in verb.children
    )


def is_plural(noun: Token) -> bool:
    return noun.tag_ in PLURAL or child(noun, "conj") is not None
