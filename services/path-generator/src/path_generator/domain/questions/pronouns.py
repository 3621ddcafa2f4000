"""What *it* is, where a sentence goes on with the subject of the one before."""

from collections.abc import Iterable, Iterator

from spacy.tokens import Doc, Span, Token

from path_generator.domain.questions.grammar import SUBJECTS, child, is_plural, is_run, subtree
from path_generator.domain.questions.parser import parse
from path_generator.domain.questions.wording import spelled

MAX_NAME_TOKENS = 6
CLAUSES = ("xcomp", "ccomp", "csubj", "csubjpass")


def name_pronouns(paragraph: Doc) -> Iterator[Span]:
    """The sentences; one that begins with *It* or *They* has the subject of the one before in its place.

    What goes on as a pronoun in the subject is what the text is centred on (Grosz, Joshi and Weinstein,
    "Centering", Computational Linguistics 21, 1995).
    """
    antecedent: Token | None = None
    for sentence in paragraph.sents:
        subject = child(sentence.root, *SUBJECTS)
        if antecedent is not None and subject == sentence[0] and _stands_for(sentence[0], antecedent):
            name = _text(subtree(antecedent)).rstrip()
            yield next(parse(f"{name[:1].upper()}{name[1:]} {_text(sentence[1:])}").sents)
        else:
            antecedent = subject if subject is not None and _is_name(subject, sentence) else None
            yield sentence


def _stands_for(pronoun: Token, antecedent: Token) -> bool:
    """Not the *it* of `it is possible to`, which stands for a clause."""
    verb = pronoun.head
    clause = any(
        child(each, *CLAUSES) for each in (verb, *verb.children) if each.dep_ in ("ROOT", "acomp", "attr")
    )
    fits = pronoun.lower_ == ("they" if is_plural(antecedent) else "it")
    return fits and not (clause and (verb.lemma_ == "be" or verb.tag_ == "VBN"))


def _is_name(subject: Token, sentence: Span) -> bool:
    words = subtree(subject)
    begins = is_run(words) and words[0] == sentence[0]
    return begins and len(words) <= MAX_NAME_TOKENS and subject.pos_ in ("NOUN", "PROPN")


def _text(tokens: Iterable[Token]) -> str:
    """With its backticks."""
    return "".join(spelled(token) + token.whitespace_ for token in tokens)
