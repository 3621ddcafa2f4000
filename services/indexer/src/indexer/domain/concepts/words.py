"""Words as they are compared: `Branches`, `branch` and `BRANCHES` are one, `HEAD` and `head` are two."""

import re
from functools import lru_cache

from traclearn_english import STOP_WORDS, singular

from indexer.domain.concepts import lexicon

ARTICLES = frozenset({"a", "an", "the"})
STOP = STOP_WORDS | lexicon.word_list("nameless")
CONSTRUCT = re.compile(
    r"`?\b(?:for|while|do|if|else|switch|try|with|not|case)\b`?"
    r"(?=[\s-]+(?:loop|statement|expression|block|clause|operator|keyword)s?\b)",
    re.IGNORECASE,
)
"""A keyword that makes a name with what is behind it: a `for` loop."""
MAX_ACRONYM_LETTERS = 5
"""Letters of `HTTPS`, which is no plural; `COMMITS` is one."""
TOKEN = re.compile(
    r"`(?P<code>[^`\n]+)`"
    r"|(?P<word>[^\W_](?:\w|[+#]+(?!\w))*)(?:['’](?:s|t|re|ve|ll|d|m)\b)?"
    r"|(?P<stop>[.,;:!?…](?=[\s\"'”’)]|$)|[()\[\]{}<>\"“”«»|=]|\n\s*\n|\n(?=\s*(?:[-*•|]|\d+[.)])\s)|\s[–—-]\s)"
)
WordRun = tuple[str, ...]
"""Words that stand together without a function word or punctuation between them, as they are compared."""


@lru_cache(1 << 16)
def base_form(word: str) -> str:
    """The singular in lower case; names in capitals stay as they are."""
    if in_capitals(word):
        return word
    if len(word) > 2 and word[-1] == "s" and in_capitals(word[:-1]):
        return word[:-1]
    return singular(word.lower())


def in_capitals(word: str) -> bool:
    return word.isupper() and sum(character.isalpha() for character in word) > 1


def concept_key(name: str) -> str:
    """What makes two names one concept: neither case nor number, articles, hyphens or white space."""
    found = [match["word"] for match in TOKEN.finditer(name.replace("`", " ")) if match["word"]]
    quiet = [word.lower() if len(word) > MAX_ACRONYM_LETTERS else word for word in found]
    named = [base_form(word).casefold() for word in quiet if word.lower() not in ARTICLES] or name.split()
    return " ".join(named).casefold()


def word_runs(text: str) -> list[WordRun]:
    """The runs of a text in order; `of` joins what stands around it: `name of commit`."""
    found: list[WordRun] = []
    run: list[str] = []

    def close() -> None:
        while run and run[-1] == "of":
            run.pop()
        if run:
            found.append(tuple(run))
            run.clear()

    for match in TOKEN.finditer(text):
        word = match["word"]
        lower = word.lower() if word else ""
        if word and lower not in STOP:
            run.append(base_form(word))
        elif (word or match["code"]) and CONSTRUCT.match(text, match.start()):
            close()
            run.append((lower or match["code"]).lower())
            continue
        elif lower == "of" and run:
            run.append("of")
        elif lower not in ARTICLES or not run or run[-1] != "of":
            close()
        if match["code"]:
            found += word_runs(match["code"])
    close()
    return found
