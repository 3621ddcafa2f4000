"""How do you do A? How is A done?"""

from collections.abc import Iterator

from spacy.tokens import Span, Token

from path_generator.domain.questions.clauses import main_clause
from path_generator.domain.questions.draft import Draft
from path_generator.domain.questions.grammar import child, infinitive, is_instruction
from path_generator.domain.questions.lexicon import words_of
from path_generator.domain.questions.wording import say

MIN_INSTRUCTION_WORDS = 5
POINTERS = words_of("pointer")
VAGUE_VERBS = words_of("vague")
WISHES = words_of("wish")
NEEDS = frozenset({"have", "be", "need", "want", "require", "make"})
"""They say what must be there before, not what to do."""
PASSIVE = {"is": "is", "are": "are", "can": "can", "may": "can"}


def aims(sentence: Span) -> Iterator[Draft]:
    """To do A, do B."""
    first, root = sentence[0], sentence.root
    if first.lower_ != "to" or first.head.head != root or first.head.dep_ not in ("advcl", "xcomp", "csubj"):
        return
    words = infinitive(first.head)
    if words and words[-1].i < root.i and is_instruction(root) and root.lemma_ not in POINTERS | NEEDS:
        yield Draft("procedure", f"How do you {say(words)}?", sentence, words, given=[first, *words])


def means(sentence: Span) -> Iterator[Draft]:
    """A can be done by doing B."""
    root, clause = sentence.root, main_clause(sentence)
    way = next((each for each in root.children if _is_means(each) and each.i > root.i), None)
    if clause is None or clause.auxiliary is None or root.tag_ != "VBN" or way is None:
        return
    done = [token for token in clause.rest if token.i < way.i]
    if clause.auxiliary.lower_ in PASSIVE and not any(
        t.is_punct or t.pos_ in ("SCONJ", "CCONJ") for t in done
    ):
        text = f"How {PASSIVE[clause.auxiliary.lower_]} {say(clause.subject)} {say(done)}?"
        yield Draft("procedure", text, sentence, [*clause.subject, *done])


def tells_how(sentence: Span) -> bool:
    """Whether the reader is told to do something, by what means it is done, or what can be done."""
    root = sentence.root
    if len(sentence) < MIN_INSTRUCTION_WORDS or not sentence.text[0].isupper() or child(root, "neg"):
        return False
    if is_instruction(root):
        return root.lemma_ not in POINTERS | WISHES | VAGUE_VERBS
    return root.tag_ == "VBN" and any(_is_means(each) for each in root.children)


def _is_means(token: Token) -> bool:
    if token.lower_ == "by":
        return token.dep_ in ("agent", "prep") and child(token, "pcomp") is not None
    return token.lower_ == "using" and token.dep_ == "advcl"
