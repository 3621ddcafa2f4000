"""What a text says of its pictures to those who do not see them."""

import re

MIN_WORDS = 3
"""Words of a description; fewer are a logo, an icon or a badge."""
MAX_CHARS = 300
WORD = re.compile(r"\S*[^\W\d_]{2}\S*")
"""Between spaces: the address of a file is one."""
FILE_NAME = re.compile(r"\S+\.(?:png|jpe?g|gif|svg|webp|bmp|tiff?)\b|https?://", re.IGNORECASE)


def description(alternative: str) -> str:
    """The alternative text as it stands among other text; "" for none, and for what only names a file."""
    said = " ".join(alternative.split())
    if len(WORD.findall(said)) < MIN_WORDS or FILE_NAME.search(said) or len(said) > MAX_CHARS:
        return ""
    return f"[Picture: {said}]"
