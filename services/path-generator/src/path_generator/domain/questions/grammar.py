"""What the forms ask of a parse: subjects, clauses, and a clause turned into a question."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from spacy.tokens import Span, Token

from path_generator.domain.questions.parser import spelled

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
AUXILIARIES = frozenset({"aux", "auxpass"})
FINITE = frozenset({"VBZ", "VBP", "VBD", "MD"})
DO = {"VBZ": "does", "VBP": "do", "VBD": "did"}
CONNECTIVES = frozenset({"also", "however", "then", "therefore", "thus", "hence", "moreover", "furthermore"})
"""They tie a sentence to the one before it, which a question does not have."""
LEADING = frozenset({"cc", "advmod", "punct", "intj"})


def subtree(token: Token) -> list[Token]:
    return list(token.subtree)


def child(token: Token, *deps: str) -> Token | None:
    """The first child in one of these relations."""
    return next((each for each in token.children if each.dep_ in deps), None)


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


def say(tokens: Iterable[Token]) -> str:
    """Their text in the order given; the first word of the sentence loses a capital that it has from there."""
    words = []
    for token in tokens:
        if token.lower_ in CONNECTIVES and token.dep_ == "advmod":
            continue
        text = spelled(token)
        words.append((_lowered(token, text)) + token.whitespace_)
    return " ".join("".join(words).split())


def _lowered(token: Token, text: str) -> str:
    plain = text[:1].isupper() and text[1:].islower() or len(text) == 1
    return text.lower() if token.is_sent_start and plain and token.tag_ not in ("NNP", "NNPS") else text


class Clause(NamedTuple):
    """A finite clause as subject, finite verb and what follows."""

    subject: list[Token]
    verb: Token
    """The main verb."""
    auxiliary: Token | None
    """The finite auxiliary; None when the verb itself is finite."""
    rest: list[Token]
    """Everything behind the subject but the auxiliary; the main verb among it."""

    @property
    def inverted(self) -> str:
        """`does the server stop`, for a word such as *why* before it."""
        rest = self.rest
        if self.auxiliary is not None:
            return f"{self.auxiliary.lower_} {say(self.subject)} {say(rest)}"
        if self.verb.lemma_ == "be":
            return f"{self.verb.lower_} {say(self.subject)} {say(t for t in rest if t != self.verb)}"
        said = [(self.verb.lemma_ + t.whitespace_) if t == self.verb else spelled(t) + t.whitespace_ for t in rest]
        return f"{DO[self.verb.tag_]} {say(self.subject)} {' '.join(''.join(said).split())}"


def clause_of(verb: Token, tokens: Sequence[Token]) -> Clause | None:
    """The clause of `verb` in these tokens of it; None unless it begins with its subject and is finite."""
    kept = trim(tokens)
    while kept and kept[0].head == verb and kept[0].dep_ in LEADING:
        kept.pop(0)
    subject = child(verb, *SUBJECTS)
    if subject is None or not kept:
        return None
    named = subtree(subject)
    if not is_run(named) or named[0] != kept[0]:
        return None
    auxiliary = next((t for t in kept if t.head == verb and t.dep_ in AUXILIARIES), None)
    finite = auxiliary if auxiliary is not None else verb
    if finite.tag_ not in FINITE or (auxiliary is None and verb.tag_ not in DO):
        return None
    if finite.i < named[-1].i:
        return None
    rest = [token for token in kept[len(named) :] if token != auxiliary]
    return Clause(named, verb, auxiliary, rest)


def main_clause(sentence: Span, without: Iterable[Token] = ()) -> Clause | None:
    """The main clause, less the tokens of another clause."""
    left_out = {token.i for token in without}
    return clause_of(sentence.root, [token for token in sentence if token.i not in left_out])
