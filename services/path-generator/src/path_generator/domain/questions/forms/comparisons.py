"""How do A and B differ?"""

from collections.abc import Iterator

from spacy.tokens import Span

from path_generator.domain.questions.clauses import clause_of, main_clause
from path_generator.domain.questions.draft import Draft
from path_generator.domain.questions.grammar import SUBJECTS, child, is_plural, preposition, subtree
from path_generator.domain.questions.wording import say

MAX_NAME_TOKENS = 4
"""Of each of two that are set against each other."""


def exceptions(sentence: Span) -> Iterator[Draft]:
    """Unlike A, B …"""
    first, root = sentence[0], sentence.root
    other, subject = child(first, "pobj"), child(root, *SUBJECTS)
    if first.lower_ != "unlike" or first.head != root or other is None or subject is None:
        return
    clause = main_clause(sentence, subtree(first))
    if clause is not None and subject.pos_ != "PRON":
        do, words = "do" if is_plural(subject) else "does", subtree(other)
        text = f"How {do} {say(clause.subject)} differ from {say(words)}?"
        yield Draft("comparison", text, sentence, [*clause.subject, *words])


def contrasts(sentence: Span) -> Iterator[Draft]:
    """A …, whereas B …"""
    root = sentence.root
    for mark in sentence:
        if (
            mark.lower_ not in ("whereas", "while")
            or mark.dep_ != "mark"
            or mark.head.head != root
            or mark.i < root.i
        ):
            continue
        words = subtree(mark.head)
        one = main_clause(sentence, words)
        other = clause_of(mark.head, [token for token in words if token != mark])
        if one is None or other is None:
            continue
        if max(len(one.subject), len(other.subject)) <= MAX_NAME_TOKENS:
            text = f"How do {say(one.subject)} and {say(other.subject)} differ?"
            yield Draft("comparison", text, sentence, [*one.subject, *other.subject])


def differences(sentence: Span) -> Iterator[Draft]:
    """The difference between A and B is …"""
    noun = child(sentence.root, "nsubj")
    if noun is None or noun.lemma_ not in ("difference", "distinction") or sentence.root.lemma_ != "be":
        return
    between = preposition(noun, "between")
    if between is not None and all(token.lower_ not in ("it", "they") for token in sentence):
        words = subtree(between)
        yield Draft("comparison", f"What is the {noun.lemma_} {say(words)}?", sentence, words)
