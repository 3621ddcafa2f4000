"""Text as the contracts take it: without NUL, and no longer than they say."""

import hashlib
import re
import unicodedata

SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*(?=\s)|[。！？]|\n\s*\n")
WORD = re.compile(r"\w+")
MAX_NAME_CHARS = 300
"""Of a concept, a heading, a title: as the contracts say."""


def one_line(text: str, limit: int) -> str:
    """A name or heading: white space is one space; cut with an ellipsis."""
    line = " ".join(text.replace("\0", " ").split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def normalised(text: str) -> str:
    """The same for texts that differ in case, white space or the forms of characters alone (NFKC)."""
    lower = unicodedata.normalize("NFKC", text).lower()
    return " ".join(unicodedata.normalize("NFKC", lower).split())


def name_of(text: str) -> str:
    return one_line(text, MAX_NAME_CHARS) or "?"


def cut(text: str, limit: int) -> str:
    """The text, cut at the end of a sentence, or else of a word, where it exceeds `limit` characters."""
    clean = text.replace("\0", " ").strip()
    if len(clean) <= limit:
        return clean
    head = clean[:limit]
    ends = [found.end() for found in SENTENCE_END.finditer(head)]
    if ends and ends[-1] >= limit // 2:
        return head[: ends[-1]].rstrip()
    return (head.rsplit(None, 1)[0] or head).rstrip()


def count_words(text: str) -> int:
    return len(WORD.findall(text))


def digest(*parts: str) -> str:
    """SHA-256 of the parts, in hexadecimal digits."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
