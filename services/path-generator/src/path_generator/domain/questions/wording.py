"""Words of a sentence in a question or a criterion."""

from collections.abc import Iterable

from spacy.tokens import Token

from path_generator.domain.questions.lexicon import words_of
from path_generator.domain.questions.parser import is_quoted

CONNECTIVES = words_of("connective")


def say(tokens: Iterable[Token]) -> str:
    """Their text in the order given, without what ties the sentence to others."""
    kept = (token for token in tokens if token.dep_ != "advmod" or token.lower_ not in CONNECTIVES)
    return " ".join("".join(spelled(token) + token.whitespace_ for token in kept).split())


def spelled(token: Token) -> str:
    """As the author wrote it; the first word of the sentence loses a capital that it has from there."""
    if is_quoted(token):
        return f"`{token.text}`"
    return token.text if _is_name(token) else token.text.lower()


def _is_name(token: Token) -> bool:
    """A name keeps its capital: before another capital, or where it has it within sentences too."""
    if not token.is_sent_start or not token.is_title or token.tag_ in ("NNP", "NNPS"):
        return True
    if len(token.text) == 1 and token.pos_ not in ("DET", "PRON"):
        return True
    if token.pos_ not in ("NOUN", "ADJ", "VERB"):
        return False
    within = (each.text for each in token.doc if not each.is_sent_start)
    return token.text in within or (token.i + 1 < len(token.doc) and token.nbor().is_title)
