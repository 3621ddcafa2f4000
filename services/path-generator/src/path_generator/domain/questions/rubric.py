"""The claims of a sentence, each a point of the rubric."""

from collections.abc import Iterable, Sequence

from spacy.tokens import Span, Token

from path_generator.domain.questions.draft import Draft
from path_generator.domain.questions.grammar import SUBJECTS, child, subtree, trim
from path_generator.domain.questions.question import Form, RubricPoint
from path_generator.domain.questions.wholeness import content
from path_generator.domain.questions.wording import say

MAX_CLAIMS = 4
MIN_CLAIM_LEMMAS = 2
"""Words with meaning that the question does not have: with fewer a clause stays part of the one around it."""
MAX_CRITERION_CHARS = 1000
"""As the contract of a question says."""
MAIN_WEIGHT = 2.0
"""Of the first claim: who says it has understood the sentence."""
CLAUSES = frozenset({"conj", "advcl", "relcl"})
MAIN: dict[Form, str] = {
    "definition": "Says what it is",
    "function": "Says what it does",
    "purpose": "Says what it is for",
    "cause": "Gives the reason",
    "consequence": "Says what happens",
    "comparison": "Says what differs",
    "procedure": "Says what to do",
}
MARKS = {
    "because": "Gives the reason",
    "if": "Says under which condition",
    "when": "Says under which condition",
    "unless": "Says under which condition",
    "to": "Says to what end",
}
"""By the first word of a subordinate clause."""


def rubric_of(draft: Draft) -> tuple[RubricPoint, ...]:
    """One point a claim that the question does not make itself; the first counts double."""
    heads = _claim_heads(draft.sentence, content(draft.asked))
    claims = [(_label(head, draft), _criterion(head, heads, draft)) for head in heads]
    points: list[RubricPoint] = []
    for label, criterion in claims:
        taken = sum(point.label.startswith(label) for point in points)
        numbered = f"{label} ({taken + 1})" if taken else label
        points.append(RubricPoint(criterion, numbered, 1.0 if points else MAIN_WEIGHT))
    return tuple(points)


def _claim_heads(sentence: Span, asked: set[str]) -> list[Token]:
    """The verbs of at most MAX_CLAIMS clauses that say enough of their own, in order."""
    heads = [token for token in sentence if token == sentence.root or _opens_clause(token)]
    for head in sorted(heads, key=lambda token: -len(list(token.ancestors))):
        spare = len(heads) > MAX_CLAIMS or len(content(_own(head, heads)) - asked) < MIN_CLAIM_LEMMAS
        if head != sentence.root and spare:
            heads.remove(head)
    if len(heads) > 1 and not content(_own(sentence.root, heads)) - asked:
        heads.remove(sentence.root)
    return heads


def _opens_clause(token: Token) -> bool:
    return token.dep_ in CLAUSES and token.pos_ in ("VERB", "AUX")


def _own(head: Token, heads: Iterable[Token]) -> list[Token]:
    """The words of its clause without those of the other claims."""
    others = {token.i for other in heads if head.is_ancestor(other) for token in other.subtree}
    return [token for token in subtree(head) if token.i not in others]


def _criterion(head: Token, heads: Sequence[Token], draft: Draft) -> str:
    """The clause with the noun that it speaks of, without what the question gives."""
    given = {token.i for token in draft.given}
    words = trim([token for token in _own(head, heads) if token.i not in given])
    while words and words[-1].dep_ == "cc":
        words = trim(words[:-1])
    said = given | {token.i for token in words}
    noun = [token for token in _antecedent(head) if token.i not in said]
    return " ".join(filter(None, (say(noun), say(words))))[:MAX_CRITERION_CHARS]


def _antecedent(head: Token) -> list[Token]:
    """What a clause without its own subject speaks of."""
    if head.dep_ == "relcl":
        return [token for token in subtree(head.head) if token.i <= head.head.i]
    if head.dep_ != "conj" or child(head, *SUBJECTS) is not None:
        return []
    subject = next((found for each in head.ancestors if (found := child(each, *SUBJECTS)) is not None), None)
    return subtree(subject) if subject is not None else []


def _label(head: Token, draft: Draft) -> str:
    if head == draft.sentence.root:
        return MAIN[draft.form]
    if head.dep_ == "advcl":
        return MARKS.get(subtree(head)[0].lower_, "Says how or when")
    return "Says which or what kind" if head.dep_ == "relcl" else "Names a further point"
