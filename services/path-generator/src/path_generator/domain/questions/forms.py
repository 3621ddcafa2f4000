"""Questions from the parse of a sentence: one function for each form."""

from collections.abc import Iterator

from spacy.tokens import Span, Token

from path_generator.domain.questions.draft import Draft
from path_generator.domain.questions.grammar import Clause, child, clause_of, is_run, main_clause, say, subtree, trim

VAGUE_VERBS = frozenset(
    "be have seem mean look become remain happen exist occur follow appear start begin continue work let "
    "make take get give need want try cause differ apply see".split()
)
"""Whose objects are no answer to *What does it do?*"""
STATES = frozenset("require contain include support specify hold store represent describe return".split())
"""What has one of these does nothing: the verb itself is asked with."""
WISHES = frozenset({"want", "wish", "need", "like", "prefer"})
REPORTING = frozenset({"return", "raise", "be"})
"""Orders that describe what a function does."""
HEDGES = frozenset("even only as especially particularly except but than or and unless not".split())
"""Before *if* and *when* they make another condition of it."""


def definitions(sentence: Span) -> Iterator[Draft]:
    """X is a Y that …"""
    root = sentence.root
    clause = main_clause(sentence)
    if clause is None or clause.auxiliary is not None:
        return
    verb, attribute = root.lower_, child(root, "attr")
    if root.lemma_ == "be" and verb in ("is", "are") and attribute is not None:
        kind = subtree(attribute)
        article = child(attribute, "det")
        plain = attribute.pos_ == "NOUN" and (attribute.tag_ == "NNS" or (article is not None and article.lower_ in ("a", "an", "the")))
        if plain and not any(token.tag_ in ("JJS", "RBS") for token in kind) and len(kind) >= 4 and child(root, "neg") is None:
            yield Draft("definition", f"What {verb} {say(clause.subject)}?", clause.subject, clause.subject, sentence)
    prep = child(root, "prep")
    if root.lemma_ == "refer" and prep is not None and prep.lower_ == "to" and root.tag_ in ("VBZ", "VBP"):
        be = "is" if root.tag_ == "VBZ" else "are"
        yield Draft("definition", f"What {be} {say(clause.subject)}?", clause.subject, clause.subject, sentence)


def functions(sentence: Span) -> Iterator[Draft]:
    """X reclaims storage."""
    root, clause = sentence.root, main_clause(sentence)
    thing = child(root, "dobj")
    if clause is None or thing is None or root.lemma_ in VAGUE_VERBS or clause.auxiliary is not None or child(root, "neg"):
        return
    if root.tag_ in ("VBZ", "VBP") and clause.subject[0].lower_ != "you":
        do = "does" if root.tag_ == "VBZ" else "do"
        state = root.lemma_ in STATES
        verb, asked = (root.lemma_, [*clause.subject, root]) if state else ("do", clause.subject)
        yield Draft("function", f"What {do} {say(clause.subject)} {verb}?", asked, clause.subject, sentence)



def purposes(sentence: Span) -> Iterator[Draft]:
    """X is used to …, X allows you to …"""
    root, clause = sentence.root, main_clause(sentence)
    if clause is None:
        return
    if root.lower_ == "used" and root.tag_ == "VBN" and (_aim(root) or _prep(root, "for")) and not child(root, "neg"):
        be = clause.auxiliary.lower_ if clause.auxiliary is not None else ""
        be = {"is": "is", "are": "are", "can": "can", "may": "can"}.get(be, "")
        tail = "be used for" if be == "can" else "used for"
        if be:
            yield Draft("purpose", f"What {be} {say(clause.subject)} {tail}?", [*clause.subject, root], clause.subject, sentence)
    if root.lemma_ in ("allow", "enable", "let") and root.tag_ in ("VBZ", "VBP") and child(root, "ccomp", "xcomp"):
        do = "does" if root.tag_ == "VBZ" else "do"
        yield Draft("purpose", f"What {do} {say(clause.subject)} {root.lemma_}?", [*clause.subject, root], clause.subject, sentence)


def _aim(verb: Token) -> Token | None:
    return next((each for each in verb.children if each.dep_ in ("xcomp", "advcl") and _infinitive(each)), None)


def _prep(token: Token, word: str) -> Token | None:
    return next((each for each in token.children if each.dep_ == "prep" and each.lower_ == word), None)


def causes(sentence: Span) -> Iterator[Draft]:
    """X happens because …"""
    for mark in sentence:
        if mark.lower_ == "because" and mark.dep_ == "mark" and mark.head.head == sentence.root:
            reason = subtree(mark.head)
            clause = main_clause(sentence, reason)
            if clause is not None and is_run(reason) and _plain(clause):
                yield Draft("cause", f"Why {clause.inverted}?", [*clause.subject, *clause.rest], clause.subject, sentence, [*clause.subject, *clause.rest])


def _plain(clause: Clause) -> bool:
    return len(clause.rest) >= 2 or clause.auxiliary is not None


def consequences(sentence: Span) -> Iterator[Draft]:
    """If A, then B."""
    if sum(token.lower_ in ("if", "when", "only") for token in sentence) > 1:
        return
    for mark in sentence:
        condition = mark.head
        if mark.lower_ not in ("if", "when") or mark.dep_ not in ("mark", "advmod") or condition.head != sentence.root:
            continue
        if condition.dep_ != "advcl" or (mark.i > sentence.start and mark.nbor(-1).lower_ in HEDGES):
            continue
        words = trim(subtree(condition))
        if not is_run(words) or words[0] != mark:
            continue
        clause = clause_of(condition, words[1:])
        if clause is None or len(words) < 4:
            continue
        if mark.lower_ == "when" and (clause.auxiliary or condition).tag_ == "VBD":
            continue
        yield from _outcome(sentence, mark, condition, clause, words)


def _outcome(sentence: Span, mark: Token, condition: Token, clause: Clause, words: list[Token]) -> Iterator[Draft]:
    root = sentence.root
    you = clause.subject[0].lower_ == "you"
    if you and condition.lemma_ in WISHES:
        aim = child(condition, "xcomp")
        if aim is not None and _infinitive(aim):
            yield Draft("procedure", f"How do you {say(_infinitive(aim))}?", words, _infinitive(aim), sentence, words)
        return
    said = f"{mark.lower_} {say(words[1:])}"
    subject = child(root, "nsubj", "nsubjpass")
    if subject is None and root.tag_ == "VB" and mark.i == sentence.start and root.lemma_ not in REPORTING:
        yield Draft("procedure", f"What should you do {said}?", words, words[1:], sentence, words)
    elif subject is not None and subject.lower_ != "you" and main_clause(sentence, subtree(condition)):
        yield Draft("consequence", f"What happens {said}?", words, words[1:], sentence, words)


def _infinitive(verb: Token) -> list[Token]:
    """`create a branch` of `to create a branch`; nothing if it is none."""
    words = trim(subtree(verb))
    if len(words) < 3 or words[0].lower_ != "to" or words[1] != verb or not is_run(words):
        return []
    return words[1:]


def comparisons(sentence: Span) -> Iterator[Draft]:
    """Unlike A, B …; the difference between A and B; B, whereas A …"""
    first, root = sentence[0], sentence.root
    if first.lower_ == "unlike" and first.head == root and (other := child(first, "pobj")) is not None:
        clause = main_clause(sentence, subtree(first))
        if clause is not None:
            do = "do" if child(root, *("nsubj", "nsubjpass")).tag_ in ("NNS", "NNPS") else "does"
            words = subtree(other)
            yield Draft("comparison", f"How {do} {say(clause.subject)} differ from {say(words)}?", [*clause.subject, *words], clause.subject, sentence)
    for mark in sentence:
        if mark.lower_ in ("whereas", "while") and mark.dep_ == "mark" and mark.head.head == root and mark.i > root.i:
            one, other_clause = main_clause(sentence, subtree(mark.head)), clause_of(mark.head, [t for t in subtree(mark.head) if t != mark])
            if one is not None and other_clause is not None:
                words = [*one.subject, *other_clause.subject]
                yield Draft("comparison", f"How do {say(one.subject)} and {say(other_clause.subject)} differ?", words, words, sentence)
    for noun in sentence:
        if noun.lemma_ in ("difference", "distinction") and (between := _prep(noun, "between")) is not None and noun.dep_ in ("nsubj",) and root.lemma_ == "be":
            words = subtree(between)
            yield Draft("comparison", f"What is the {noun.lemma_} {say(words)}?", words, words[1:], sentence)


def procedures(sentence: Span) -> Iterator[Draft]:
    """To do A, do B; A can be done by doing B."""
    root, first = sentence.root, sentence[0]
    if first.lower_ == "to" and first.head.head == root and first.head.dep_ in ("advcl", "xcomp", "csubj"):
        words = _infinitive(first.head)
        subject = child(root, "nsubj", "nsubjpass")
        if words and words[-1].i < root.i and ((subject is None and root.tag_ == "VB") or (subject is not None and subject.lower_ == "you")):
            yield Draft("procedure", f"How do you {say(words)}?", words, words, sentence, [first, *words])
    clause = main_clause(sentence)
    if clause is None or clause.auxiliary is None or clause.auxiliary.lower_ not in ("can", "is", "are", "may"):
        return
    means = next((each for each in root.children if (each.lower_ == "by" and each.dep_ in ("agent", "prep") and child(each, "pcomp")) or (each.lower_ == "using" and each.dep_ == "advcl")), None)
    if root.tag_ == "VBN" and means is not None and means.i > root.i:
        before = [token for token in clause.rest if token.i < means.i]
        words = [*clause.subject, *before]
        if any(token.is_punct or token.pos_ in ("SCONJ", "CCONJ") for token in before):
            return
        can = "can" if clause.auxiliary.lower_ == "may" else clause.auxiliary.lower_
        yield Draft("procedure", f"How {can} {say(clause.subject)} {say(before)}?", words, clause.subject, sentence)


FORMS = (definitions, functions, purposes, causes, consequences, comparisons, procedures)


def drafts(sentence: Span) -> Iterator[Draft]:
    for form in FORMS:
        yield from form(sentence)
