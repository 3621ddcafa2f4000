"""The terms of a chunk: what it may be about, so that the chunks of a whole subject are quickly compared."""

import re
from functools import lru_cache

from indexer.domain.concepts.words import word_runs

NAVIGATION = re.compile(
    r"^[^\w\n]{0,9}(?:next|previous|prev|back|back to|up|home|continue with|go on to|see also)"
    r"\b[^\n.]{0,12}[:–—-][^\n]*$|^[^\w\n]{0,9}(?:back to|continue with|go on with|go on to)\b[^\n]*$",
    re.IGNORECASE | re.MULTILINE,
)
"""Lines that lead to another page and say nothing of what this one needs."""
CODE_SPAN = re.compile(r"`[^`\n]*`")
PROMPT = re.compile(r"^(?: {4,}|\t)\S|^\s*(?:>>>|\.\.\.|[$%]|C:\\>|[a-z]+=?[#>])\s")
CODE_SIGNS = re.compile(r"[{}\[\]<>=;$\\&@^~+*%|]|(?<=\w)\(|::|\w_\w")
MIN_CODE_SHARE = 0.05
"""Of a line's characters, the signs from which it is code; prose has hardly any."""
MIN_SIGNATURE_SHARE = 0.1
"""The same for a line that stands among prose."""


def find_terms(content: str) -> tuple[str, ...]:
    """Runs of words in the order of the text, each as often as it stands there."""
    return tuple(" ".join(run) for run in word_runs(teaching_text(content)))


@lru_cache(1 << 12)
def teaching_text(content: str) -> str:
    """The prose of a content: without code, and without the lines that only lead elsewhere."""
    parts = re.split(r"(\n\s*\n)", NAVIGATION.sub("", content))
    return "".join(_prose(part) for part in parts if not _is_code(part))


def _prose(part: str) -> str:
    lines = part.splitlines(keepends=True)
    return "".join(
        line for line in lines if not _has_signs(line, MIN_SIGNATURE_SHARE) or line.startswith("|")
    )


def _is_code(part: str) -> bool:
    """Whether more than half of the lines of a paragraph are code, by their signs."""
    lines = [line for line in part.splitlines() if line.strip()]
    if not lines or lines[0].startswith("| "):
        return False
    return 2 * sum(map(_is_code_line, lines)) > len(lines)


def _is_code_line(line: str) -> bool:
    if PROMPT.match(line) and not line.lstrip().startswith(("- ", "* ")):
        return True
    return _has_signs(line, MIN_CODE_SHARE)


def _has_signs(line: str, share: float) -> bool:
    plain = CODE_SPAN.sub("", line)
    return len(CODE_SIGNS.findall(plain)) > share * len(plain.replace(" ", ""))
