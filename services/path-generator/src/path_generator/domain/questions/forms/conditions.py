"""What happens if A? What should you do if A?"""

from collections.abc import Iterator

from spacy.tokens import Span, Token

from path_generator.domain.questions.clauses import Clause, clause_of, main_clause
from path_generator.domain.questions.draft import Draft
from path_generator.domain.questions.grammar import (
    SUBJECTS,
    child,
    infinitive,
    is_instruction,
    is_run,
    subtree,
    trim,
)
from path_generator.domain.questions.lexicon import words_of
from path_generator.domain.questions.wording import say

MARKS = frozenset({"if", "when"})
HEDGES = words_of("hedge")
INQUIRIES = words_of("inquiry")
POINTERS = words_of("pointer")
WISHES = words_of("wish")
STANDING = words_of("standing")
DESCRIPTIONS = frozenset({"return", "raise", "be"})
"""Verbs of orders that say what a function does."""
OPEN = frozenset({"should", "must", "ought", "can", "could", "may", "might"})
"""They say what somebody has to do or could do, which does not happen by itself."""
MIN_CONDITION_WORDS = 4


def conditions(sentence: Span) -> Iterator[Draft]:
    """If A, then B: where there is one condition, in the present."""
    found = [token for token in sentence if token.lower_ in MARKS]
    if len(found) != 1 or any(token.lower_ == "only" for token in sentence):
        return
    mark = found[0]
    words = trim(subtree(mark.head))
    clause = clause_of(mark.head, words[1:])
    if clause is None or len(words) < MIN_CONDITION_WORDS or clause.finite.tag_ == "VBD":
        return
    if _is_condition(mark, sentence) and is_run(words) and words[0] == mark:
        yield from _outcomes(sentence, mark, clause, words)


def _is_condition(mark: Token, sentence: Span) -> bool:
    """Of the main clause, and not hedged."""
    if mark.head.head != sentence.root or mark.head.dep_ != "advcl" or mark.dep_ not in ("mark", "advmod"):
        return False
    before = mark.nbor(-1) if mark.i > sentence.start else None
    return before is None or (before.lower_ not in HEDGES and before.lemma_ not in INQUIRIES)


def _outcomes(sentence: Span, mark: Token, clause: Clause, words: list[Token]) -> Iterator[Draft]:
    root, subject = sentence.root, child(sentence.root, *SUBJECTS)
    if root.lemma_ in POINTERS or (clause.verb.lemma_ in WISHES and child(clause.verb, "neg")):
        return
    if clause.subject[0].lower_ == "you" and clause.verb.lemma_ == "be":
        return
    if clause.subject[0].lower_ == "you" and clause.verb.lemma_ in WISHES:
        aim = child(clause.verb, "xcomp")
        if aim is not None and infinitive(aim) and is_instruction(root):
            yield Draft("procedure", f"How do you {say(infinitive(aim))}?", sentence, words, given=words)
    elif subject is None:
        told = is_instruction(root) and not child(root, "neg")
        if told and mark.i == sentence.start and root.lemma_ not in DESCRIPTIONS:
            yield Draft("procedure", f"What should you do {say(words)}?", sentence, words, given=words)
    elif _tells_outcome(subject, mark) and main_clause(sentence, words):
        yield Draft("consequence", f"What happens {say(words)}?", sentence, words, given=words)


def _tells_outcome(subject: Token, mark: Token) -> bool:
    """Whether the main clause says what comes of the condition, and not of an *it* that stands elsewhere."""
    if subject.lower_ == "you" or (subject.pos_ == "PRON" and subject.i < mark.i):
        return False
    verb = subject.head
    if verb.lemma_ in STANDING:
        return False
    if any(each.dep_ == "aux" and each.lower_ in OPEN for each in verb.children):
        return False
    return verb.lemma_ != "be" or (mark.i < subject.i and subject.pos_ != "PRON" and not _is_advice(verb))


def _is_advice(be: Token) -> bool:
    """A common practice is to …; it is unlikely that …"""
    complement = child(be, "attr", "acomp")
    clause = ("xcomp", "ccomp", "csubj", "relcl")
    return child(be, *clause) is not None or (
        complement is not None and child(complement, *clause) is not None
    )
