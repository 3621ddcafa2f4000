"""Why, when, how long and how: the main clause is asked, and the adjunct is its answer."""

from collections.abc import Iterator

from spacy.tokens import Span, Token

from path_generator.domain.questions.clauses import main_clause
from path_generator.domain.questions.draft import Draft
from path_generator.domain.questions.grammar import child, is_run, subtree, trim
from path_generator.domain.questions.question import Form

ASKED: dict[str, tuple[str, Form]] = {
    "because": ("Why", "cause"),
    "so that": ("Why", "cause"),
    "in order to": ("Why", "cause"),
    "because of": ("Why", "cause"),
    "due to": ("Why", "cause"),
    "by": ("How", "procedure"),
    "before": ("When", "function"),
    "after": ("When", "function"),
    "until": ("How long", "function"),
}
"""The word that asks for a clause, by how the clause begins."""
MIN_ASKED_TOKENS = 2


def adjuncts(sentence: Span) -> Iterator[Draft]:
    """A happens because …; A is done before …; A stays until …; A does B by …"""
    for verb in sentence.root.children:
        words = trim(subtree(verb))
        asks = _asks(verb, words)
        if asks is None or words[0].i < sentence.root.i or not is_run(words):
            continue
        clause = main_clause(sentence, words)
        if clause is not None and asks == ASKED["until"] and child(clause.verb, "neg"):
            continue  # which is asked with *when*
        if (
            clause is not None
            and clause.subject[0].lower_ != "you"
            and clause.rest[-1].i < words[0].i
            and (len(clause.rest) >= MIN_ASKED_TOKENS or clause.auxiliary is not None)
        ):
            asked = [*clause.subject, *clause.rest]
            yield Draft(asks[1], f"{asks[0]} {clause.inverted}?", sentence, asked, given=asked)


def _asks(verb: Token, words: list[Token]) -> tuple[str, Form] | None:
    if verb.dep_ != "advcl" and not (verb.dep_ == "prep" and _is_cause_or_means(verb)):
        return None
    begins = " ".join(token.lower_ for token in words)
    found = next((begin for begin in ASKED if begins.startswith(f"{begin} ")), None)
    return ASKED[found] if found else None


def _is_cause_or_means(preposition: Token) -> bool:
    """Because of A; by doing A. Not *by A*, which says who, or how much."""
    return preposition.lower_ in ("because", "due") or child(preposition, "pcomp") is not None
