"""What the heading of a section asks, where the section answers it: its author chose what it is about.

These questions have more than one sentence for an answer, so the forms of sentences miss them.
"""

import re
from collections.abc import Iterator, Sequence

from spacy.tokens import Span, Token

from path_generator.domain.questions.draft import Draft
from path_generator.domain.questions.forms.procedures import tells_how
from path_generator.domain.questions.grammar import SUBJECTS, child, is_plural, subtree
from path_generator.domain.questions.lexicon import words_of
from path_generator.domain.questions.naming import token_stems
from path_generator.domain.questions.parser import parse
from path_generator.domain.questions.question import Form
from path_generator.domain.questions.wholeness import is_code, meaningful, points
from path_generator.domain.questions.wording import say

MAX_ANSWER_SENTENCES = 3
MIN_ANSWER_WORDS = 6
MIN_ANSWER_SHARE = 0.6
"""Of the words of a heading that asks, in what answers it."""
CAUSES = ("because", "since ", "so that", "due to", "reason", "in order to", "therefore")
MIN_KIND_WORDS = 4
ASKED: dict[str, Form] = {
    "what": "definition",
    "why": "cause",
    "how": "procedure",
    "when": "function",
    "where": "function",
    "which": "function",
}
"""By the first word of a heading that is a question. What yes or no answers is not asked."""
READER = {"I": "you", "i": "you", "my": "your", "me": "you", "we": "you", "our": "your"}
"""Who asks in such a heading is asked here."""
WORD = re.compile(r"[^\W\d_]+")
HOW_TO = re.compile(r"^how to (?=\w)", re.IGNORECASE)
DOING = re.compile(r"^[A-Z]?[a-z]+ing ")
PAGE = words_of("page")
INTRODUCING = words_of("introducing")
FINITE = ("VBZ", "VBP", "VBD", "MD")
DETERMINERS = ("det", "poss", "nummod")
CASES = frozenset({"if", "when", "unless"})
"""A sentence that begins so tells what is done in a case of the task."""
INFINITIVES = {"instal": "install"}
"""Where the lemmatizer is wrong."""


def questions(title: str, sentences: Sequence[Span]) -> Iterator[Draft]:
    """How do I convert a string?"""
    form = ASKED.get(title.split(maxsplit=1)[0].lower()) if title.endswith("?") else None
    text = WORD.sub(lambda word: READER.get(word[0], word[0]), title)
    words = list(parse(text))
    if form is None or not any(token.tag_ in FINITE for token in words):
        return
    told = [sentence for sentence in sentences if _stands_alone(sentence)]
    first = next(
        (n for n, each in enumerate(told[:MAX_ANSWER_SENTENCES]) if _answers(form, words, each)), None
    )
    if first is not None:
        more = told[first + 1 : first + MAX_ANSWER_SENTENCES]
        yield Draft(form, text, told[first], words, more=more, heading=True)


def _stands_alone(sentence: Span) -> bool:
    return len(sentence) >= MIN_ANSWER_WORDS and not any(points(token) for token in sentence)


def _answers(form: Form, question: Sequence[Token], sentence: Span) -> bool:
    """Whether it says what is asked: of what it is, of a why the cause, of a how what to do."""
    asked = token_stems(meaningful(question))
    share = len(asked & token_stems(sentence)) / max(1, len(asked))
    if form == "cause":
        return share > 0 and any(sign in sentence.text.lower() for sign in CAUSES)
    if form == "procedure":
        return share > 0 and tells_how(sentence)
    if form == "definition" and question[1].lemma_ == "be":
        subject = child(sentence.root, *SUBJECTS)
        about = asked & token_stems(subtree(subject)) if subject is not None else frozenset()
        return len(about) >= MIN_ANSWER_SHARE * len(asked)
    return share >= MIN_ANSWER_SHARE


def tasks(title: str, sentences: Sequence[Span]) -> Iterator[Draft]:
    """Converting strings; how to convert a string: where there are instructions."""
    how_to = HOW_TO.match(title)
    if (not how_to and not DOING.match(title)) or ":" in title or PAGE & {*title.lower().split()}:
        return
    plain = _in_lower_case(HOW_TO.sub("", title))
    *words, stop = list(parse(f"You {'should' if how_to else 'are'} {plain}."))[2:]
    if stop.text != ".":
        return  # the parser takes it for the stop of an abbreviation: `You should x.`
    answer = _instructions(words, sentences)
    if answer and _is_task(words, sentences):
        text = f"How do you {_as_infinitives(words)}?"
        yield Draft("procedure", text, answer[0], words, more=answer[1:MAX_ANSWER_SENTENCES], heading=True)


def _instructions(task: Sequence[Token], sentences: Sequence[Span]) -> list[Span]:
    """Those that name something of the task, before the others."""
    found = [each for each in sentences if tells_how(each) and not any(points(token) for token in each)]
    verb, wanted = task[0], token_stems(task[1:])
    done = {verb.lemma_, *(each.lemma_ for each in verb.conjuncts)}
    about = [
        each
        for each in found
        if each[0].lower_ not in CASES
        and wanted & token_stems(each)
        and any(t.lemma_ in done and t.pos_ == "VERB" for t in each)
    ]
    others = [sentence for sentence in found if sentence not in about]
    return [*about, *others] if about else []


def _is_task(words: Sequence[Token], sentences: Sequence[Span]) -> bool:
    """Whether they are a verb with what it is done to."""
    verb = words[0]
    thing = next(filter(None, (child(each, "dobj") for each in (verb, *verb.conjuncts))), None)
    if verb.dep_ != "ROOT" or verb.tag_ not in ("VB", "VBG") or verb.lemma_ in INTRODUCING or thing is None:
        return False
    said = (token for sentence in sentences for token in sentence if token.pos_ == "VERB")
    if all(token.lemma_ != verb.lemma_ for token in said):
        return False
    determined = child(thing, *DETERMINERS) is not None
    return determined or is_plural(thing) or is_code(thing) or _is_said_bare(thing, sentences)


def _is_said_bare(thing: Token, sentences: Sequence[Span]) -> bool:
    """Whether it is a name or a mass: else a singular without an article (`trailing slash`) is no object."""
    said = (token for sentence in sentences for token in sentence if token.lower_ == thing.lower_)
    return any(token.dep_ in ("nsubj", "dobj", "pobj") and not child(token, *DETERMINERS) for token in said)


def _as_infinitives(words: Sequence[Token]) -> str:
    verbs = {words[0], *(each for each in words[0].conjuncts if each.tag_ == "VBG")}
    said = [(_infinitive(each) if each in verbs else say([each])) + each.whitespace_ for each in words]
    return " ".join("".join(said).split())


def _infinitive(verb: Token) -> str:
    return INFINITIVES.get(verb.lemma_, verb.lemma_)


def _in_lower_case(title: str) -> str:
    """Without the capital of its first word, and those of all words where all have them."""
    first, *others = title.split()
    in_capitals = all(each.istitle() or len(each) < MIN_KIND_WORDS or not each.isalpha() for each in others)
    return " ".join(
        [first.lower(), *(each.lower() if in_capitals and each.istitle() else each for each in others)]
    )
