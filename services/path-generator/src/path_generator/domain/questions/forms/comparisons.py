"""How do A and B differ?"""

from collections.abc import Iterator

from spacy.tokens import Span

from path_generator.domain.questions.clauses import clause_of, main_clause
from path_generator.domain.questions.draft import Draft
from path_generator.domain.questions.grammar import SUBJECTS, child, is_plural, preposition, subtree
from path_generator.domain.questions.wording import say


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
        if one is not None and other is not None:
            text = f"How do {say(one.subject)} and {say(other.subject)} differ?"
            yield Draft("comparison", text, sentence, [*one.subject, *other.subject])


def differences(sentence: Span) -> Iterator[Draft]:
    """The difference between A and B is …"""
    noun = child(sentence.root, "nsubj")
    if noun is None or noun.lemma_ not in ("difference", "distinction") or sentence.root.lemma_ != "be":
        return
    between = preposition(noun, "between")
    if between is not None:
        words = subtree(between)
        yield Draft("comparison", f"What is the {noun.lemma_} {say(words)}?", sentence, words)
