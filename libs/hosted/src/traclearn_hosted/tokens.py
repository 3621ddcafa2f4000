"""How many tokens a text takes where the model's tokenizer is not at hand."""

import math

ASCII_PER_TOKEN = 3
"""Characters. English has about 4 to a token and code about 3, so this errs to the safe side."""
BYTES_PER_TOKEN = 2
"""Of everything else in UTF-8: byte-pair vocabularies cut other scripts finer, down to a character each."""
SPECIAL = 2
"""Start and end."""


def estimated_tokens(text: str) -> int:
    """An upper estimate for prose and code in any script; only a run of rare symbols takes more."""
    size = len(text.encode(errors="replace"))
    ascii_only = sum(map(str.isascii, text)) if size != len(text) else size
    return SPECIAL + math.ceil(ascii_only / ASCII_PER_TOKEN + (size - ascii_only) / BYTES_PER_TOKEN)


def shortened(text: str, most: int) -> str:
    """The beginning of `text` that is estimated at no more than `most` tokens."""
    while (tokens := estimated_tokens(text)) > most:
        text = text[: min(len(text) - 1, len(text) * most // tokens)]
    return text
