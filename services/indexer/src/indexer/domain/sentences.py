"""Where the sentences of a text end."""

import re

END = re.compile(
    r"(?<=[.!?…])[\"'”’»)\]]*\s+(?=[\"'“‘«(\[`*_]*[^\W_a-zà-ÿ]|`)|(?<=[。！？])|\n\s*\n\s*|\n(?=\s*(?:[-*•]|\d+[.)])\s)"
)
"""A full stop before a capital, a blank line, an item of a list."""
ABBREVIATED = re.compile(
    r"(?:\b(?:e\.g|i\.e|cf|vs|etc|resp|approx|ca|Fig|Figs|Eq|Sec|Ch|No|Dr|Mr|Mrs|Ms|Prof|St|al)|(?<![\w'])[A-Z])\.\s$"
)
MAX_ABBREVIATION_CHARS = 10


def sentences(text: str) -> list[str]:
    """The sentences with the white space behind them: joined they are the text again."""
    found = []
    start = 0
    for match in END.finditer(text):
        end = match.end()
        if end > start and not ABBREVIATED.search(text, max(start, end - MAX_ABBREVIATION_CHARS), end):
            found.append(text[start:end])
            start = end
    if start < len(text):
        found.append(text[start:])
    return found
