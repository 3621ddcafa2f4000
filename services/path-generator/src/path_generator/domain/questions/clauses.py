"""Finite clauses, and how they read as questions."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from spacy.tokens import Span, Token

from path_generator.domain.questions.grammar import SUBJECTS, child, is_run, subtree, trim
from path_generator.domain.questions.wording import say

DO = {"VBZ": "does", "VBP": "do", "VB": "do", "VBD": "did"}
"""By the tag of a verb that has a subject and no auxiliary; taggers take its base form for an infinitive."""
CONTRACTED = frozenset({"n't", "n’t"})
FINITE = frozenset({*DO, "MD"})
LEADING = frozenset({"cc", "advmod", "punct", "intj"})
"""What may stand before the subject and be left out."""


class Clause(NamedTuple):
    """A finite clause: subject, finite verb and what follows."""

    subject: list[Token]
    verb: Token
    """The main verb."""
    auxiliary: Token | None
    """The finite auxiliary; None when the verb itself is finite."""
    rest: list[Token]
    """Everything behind the subject but the auxiliary; the main verb among it."""

    @property
    def finite(self) -> Token:
        return self.auxiliary if self.auxiliary is not None else self.verb

    @property
    def inverted(self) -> str:
        """`does the server stop`, for a word such as *why* before it."""
        subject = say(self.subject)
        if self.auxiliary is not None:
            short = self.rest[0].text if self.rest and self.rest[0].lower_ in CONTRACTED else ""
            return f"{self.auxiliary.lower_}{short} {subject} {say(self.rest[bool(short) :])}"
        others = [token for token in self.rest if token != self.verb]
        if self.verb.lemma_ == "be":
            return f"{self.verb.lower_} {subject} {say(others)}"
        before = say(token for token in others if token.i < self.verb.i)
        behind = say(token for token in others if token.i > self.verb.i)
        return " ".join(f"{DO[self.verb.tag_]} {subject} {before} {self.verb.lemma_} {behind}".split())


def clause_of(verb: Token, tokens: Sequence[Token]) -> Clause | None:
    """The clause of `verb` in these tokens; None unless it begins with its subject and is finite.

    One that asks itself (`which pages are dirty`) is none.
    """
    kept = trim(tokens)
    while kept and kept[0].head == verb and kept[0].dep_ in LEADING:
        kept.pop(0)
    subject = child(verb, *SUBJECTS)
    if subject is None or not kept:
        return None
    named = subtree(subject)
    auxiliary = next((t for t in kept if t.head == verb and t.dep_ in ("aux", "auxpass")), None)
    clause = Clause(named, verb, auxiliary, [token for token in kept[len(named) :] if token != auxiliary])
    asks = named[0].tag_ in ("WDT", "WP", "WP$")
    begins = (
        not asks
        and _agrees(subject, clause.finite)
        and is_run(named)
        and named[0] == kept[0]
        and named[-1].i < clause.finite.i
    )
    return clause if begins and clause.finite.tag_ in (FINITE if auxiliary is not None else DO) else None


def _agrees(subject: Token, finite: Token) -> bool:
    """Whether both are singular or both plural: else the parse took something else for one of them."""
    if subject.tag_ in ("NN", "NNP") and finite.tag_ == "VBP":
        return child(subject, "conj") is not None
    return not (subject.tag_ == "NNS" and finite.tag_ == "VBZ")


def main_clause(sentence: Span, without: Iterable[Token] = ()) -> Clause | None:
    """The main clause, less the tokens of another."""
    left_out = {token.i for token in without}
    return clause_of(sentence.root, [token for token in sentence if token.i not in left_out])
