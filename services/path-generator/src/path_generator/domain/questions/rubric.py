"""The claims of a sentence, each a point of the rubric."""

from collections.abc import Iterable, Sequence

from spacy.tokens import Span, Token

from path_generator.domain.questions.draft import Draft
from path_generator.domain.questions.grammar import SUBJECTS, child, say, subtree, trim
from path_generator.domain.questions.question import Form, RubricPoint
from path_generator.domain.questions.wholeness import content

MAX_CLAIMS = 4
MIN_CLAIM_LEMMAS = 2
"""Words with meaning that the question does not have: with fewer a clause stays with the one that it is part of."""
MAX_CRITERION_CHARS = 1000
CLAUSES = frozenset({"conj", "advcl", "relcl"})
MAIN: dict[Form, str] = {
    "definition": "Says what it is",
    "function": "Says what it does",
    "purpose": "Says what it is for",
    "cause": "Says how it is",
    "consequence": "Says what happens",
    "comparison": "Says what differs",
    "procedure": "Says what to do",
}
MARKS = {
    "because": "Gives the reason",
    "since": "Gives the reason",
    "if": "Says under which condition",
    "when": "Says under which condition",
    "unless": "Says under which condition",
    "to": "Says to what end",
    "by": "Says by what means",
}


def rubric_of(draft: Draft) -> tuple[RubricPoint, ...]:
    """One point a claim that the question does not make already; the first counts double."""
    asked = content(draft.asked)
    heads = _claim_heads(draft.sentence, asked)
    points: list[RubricPoint] = []
    for head in heads:
        label = _label(head, draft)
        taken = sum(point.label.startswith(label) for point in points)
        points.append(
            RubricPoint(
                _criterion(head, heads, draft),
                f"{label} ({taken + 1})" if taken else label,
                1.0 if points else 2.0,
            )
        )
    return tuple(points)


def _claim_heads(sentence: Span, asked: set[str]) -> list[Token]:
    """The verbs of the clauses that say enough of their own, in order."""
    heads = [token for token in sentence if token == sentence.root or _opens_clause(token)]
    for head in sorted(heads, key=lambda token: (-len(list(token.ancestors)), -token.i)):
        if head != sentence.root and len(content(_own(head, heads)) - asked) < MIN_CLAIM_LEMMAS:
            heads.remove(head)
    if len(heads) > 1 and not content(_own(sentence.root, heads)) - asked:
        heads.remove(sentence.root)
    return heads[:1] + [head for head in heads[1:]][: MAX_CLAIMS - 1]


def _opens_clause(token: Token) -> bool:
    return token.dep_ in CLAUSES and token.pos_ in ("VERB", "AUX")


def _own(head: Token, heads: Iterable[Token]) -> list[Token]:
    """The words of its clause without those of the other claims."""
    others = {token.i for other in heads if other != head and head.is_ancestor(other) for token in other.subtree}
    return [token for token in subtree(head) if token.i not in others]


def _criterion(head: Token, heads: Sequence[Token], draft: Draft) -> str:
    given = {token.i for token in draft.given}
    words = trim([token for token in _own(head, heads) if token.i not in given])
    while words and words[-1].dep_ == "cc":
        words = trim(words[:-1])
    before: list[Token] = []
    if head.dep_ == "conj" and child(head, *SUBJECTS) is None:
        subject = next((child(each, *SUBJECTS) for each in head.ancestors if child(each, *SUBJECTS)), None)
        before = subtree(subject) if subject is not None else []
    elif head.dep_ == "relcl":
        before = [token for token in head.head.subtree if head.head.left_edge.i <= token.i <= head.head.i]
    own = {token.i for token in words}
    said = say([token for token in before if token.i not in own | given])
    return f"{said} {say(words)}".strip()[:MAX_CRITERION_CHARS]


def _label(head: Token, draft: Draft) -> str:
    if head == draft.sentence.root:
        return MAIN[draft.form]
    if head.dep_ == "advcl":
        first = next(iter(head.subtree)).lower_
        return MARKS.get(first, "Says how or when")
    return "Says which or what kind" if head.dep_ == "relcl" else "Names a further point"
