"""What is X? What does it do? What is it for?"""

from collections.abc import Iterator

from spacy.tokens import Span, Token

from path_generator.domain.questions.clauses import DO, main_clause
from path_generator.domain.questions.draft import Draft
from path_generator.domain.questions.grammar import (
    child,
    infinitive,
    is_plural,
    preposition,
    purpose_of,
    subtree,
    trim,
)
from path_generator.domain.questions.lexicon import words_of
from path_generator.domain.questions.wholeness import has_loose_pronoun
from path_generator.domain.questions.wording import say

VAGUE_VERBS = words_of("vague")
STATES = words_of("state")
READERS = words_of("reader")
MEANS = words_of("means")
HEDGING = words_of("hedging")
JUDGING = words_of("judging")
GENERAL = words_of("general")
CONTINUED = frozenset({"also", "again", "then", "additionally", "well", "too"})
"""It does something else as well, which the text has said before."""
UNTOLD = frozenset({"some", "several", "many", "various", "certain", "other"})
POSSIBLE = frozenset({"can", "may", "could", "might"})
"""What is possible is one of many things, and no answer to what a thing does."""
PRESENT = frozenset({"VBZ", "VBP", "VB"})
MIN_KIND_WORDS = 5
"""Of a definition: less than `a kind of short lock` says nothing."""
COMPLEMENTS = {"consist": "of", "depend": "on", "rely": "on", "serve": "as", "act": "as"}
"""The prepositions that belong to a verb as its object does."""
MEANT = frozenset({"used", "designed", "intended", "meant", "needed", "required"})
MEANT_FOR = {
    "is": "is {} {} for",
    "are": "are {} {} for",
    "can": "can {} be {} for",
    "may": "can {} be {} for",
}


def definitions(sentence: Span) -> Iterator[Draft]:
    """X is a Y that …"""
    root, clause = sentence.root, main_clause(sentence)
    kind = child(root, "attr")
    if clause is None or clause.auxiliary is not None or kind is None or root.lower_ not in ("is", "are"):
        return
    subject = child(root, "nsubj")
    if subject is None or is_plural(subject) != (root.lower_ == "are") or child(root, "neg"):
        return
    if _is_kind(kind) and all(each.lower_ not in HEDGING for each in root.children):
        text = f"What {root.lower_} {say(clause.subject)}?"
        yield Draft("definition", text, sentence, clause.subject, topic=clause.subject)


def _is_kind(noun: Token) -> bool:
    """A thing of a kind, and no judgement (`the best choice`)."""
    article = child(noun, "det")
    named = noun.tag_ == "NNS" or (article is not None and article.lower_ in ("a", "an", "the"))
    words = subtree(noun)
    judges = any(token.tag_ in ("JJS", "RBS") for token in words)
    judges = judges or noun.lemma_ in JUDGING
    judges = judges or (noun.lemma_ in GENERAL and all(token.dep_ not in ("relcl", "acl") for token in words))
    return noun.pos_ == "NOUN" and named and not judges and len(words) >= MIN_KIND_WORDS


def functions(sentence: Span) -> Iterator[Draft]:
    """X reclaims storage; X must contain a name; X consists of parts."""
    root, clause = sentence.root, main_clause(sentence)
    object_ = child(root, "dobj") or _complement(root)
    if clause is None or object_ is None or root.lemma_ in VAGUE_VERBS or child(root, "neg"):
        return
    if clause.finite.tag_ not in (*PRESENT, "MD") or root.tag_ not in PRESENT:
        return
    if clause.subject[0].lower_ == "you":
        return
    do = DO.get(clause.finite.tag_, clause.finite.lower_)
    asks = f"What {do} {say(clause.subject)}"
    also = _says_more(root)
    wide = root.lemma_ not in STATES | MEANS and not also and not _is_vague(object_)
    if wide and clause.auxiliary is None and object_.dep_ == "dobj":
        yield Draft("function", f"{asks} do?", sentence, clause.subject, topic=clause.subject, wide=True)
    if also or (object_.dep_ == "dobj" and (root.lemma_ not in STATES or object_.lemma_ in READERS)):
        return
    if clause.finite.lower_ in POSSIBLE:
        return
    if any(token.lower_ == "only" or (token.text == ":" and token.i <= root.i + 2) for token in sentence):
        return
    verb = root.lemma_ if object_.dep_ == "dobj" else f"{root.lemma_} {object_.lower_}"
    yield Draft("function", f"{asks} {verb}?", sentence, [*clause.subject, root], topic=clause.subject)


def _says_more(verb: Token) -> bool:
    return any(token.lower_ in CONTINUED for token in verb.children)


def _is_vague(object_: Token) -> bool:
    """`Some methods`, `two things`."""
    return object_.lemma_ == "thing" or any(each.lower_ in UNTOLD for each in object_.children)


def _complement(verb: Token) -> Token | None:
    return preposition(verb, COMPLEMENTS[verb.lemma_]) if verb.lemma_ in COMPLEMENTS else None


def purposes(sentence: Span) -> Iterator[Draft]:
    """X is used to …, X is designed for …"""
    root, clause = sentence.root, main_clause(sentence)
    if clause is None or clause.auxiliary is None or root.lower_ not in MEANT or child(root, "neg"):
        return
    if _says_more(root):
        return
    asks = MEANT_FOR.get(clause.auxiliary.lower_)
    if asks and (purpose_of(root) or preposition(root, "for")):
        text = f"What {asks.format(say(clause.subject), root.lower_)}?"
        yield Draft("purpose", text, sentence, [*clause.subject, root], topic=clause.subject)


def permissions(sentence: Span) -> Iterator[Draft]:
    """X allows you to …"""
    root, clause = sentence.root, main_clause(sentence)
    if clause is None or root.lemma_ not in ("allow", "enable", "permit") or root.tag_ not in PRESENT:
        return
    if _says_more(root) or clause.finite.lower_ in POSSIBLE:
        return
    if child(root, "ccomp", "xcomp"):
        do = DO.get(clause.finite.tag_, clause.finite.lower_)
        text = f"What {do} {say(clause.subject)} {root.lemma_}?"
        yield Draft("purpose", text, sentence, [*clause.subject, root], topic=clause.subject)


def uses(sentence: Span) -> Iterator[Draft]:
    """You can use X to …; use X to …"""
    root = sentence.root
    thing, aim, subject = child(root, "dobj"), purpose_of(root), child(root, "nsubj")
    if root.lower_ != "use" or root.tag_ != "VB" or thing is None or aim is None or child(root, "neg"):
        return
    words = [token for token in trim(subtree(thing)) if token.i < aim.left_edge.i]
    if has_loose_pronoun(infinitive(aim)):
        return
    if words and (subject is None or subject.lower_ == "you"):
        yield Draft("purpose", f"What can you use {say(words)} for?", sentence, words, topic=words)
