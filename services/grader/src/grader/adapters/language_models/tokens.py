"""How many tokens a prompt takes at most, before a provider says how many it took."""

import json
from functools import cache
from math import ceil
from typing import TYPE_CHECKING

from grader.adapters.language_models.prompt import Prompt

if TYPE_CHECKING:
    from bpe_openai import Encoding

ENCODING = "o200k_base"
"""Of OpenAI's models since 2024. Anthropic publishes none of its own."""
MARGIN = 1.5
"""Other vocabularies cut the same text into up to half as many tokens more: an assumption on the safe side,
which each reply's own figures correct."""
OVERHEAD_TOKENS = 600
"""What providers add of their own around messages and for structured output.
Source: https://platform.claude.com/docs/en/agents-and-tools/tool-use/overview (up to 530 for tools)"""


def max_input_tokens(prompt: Prompt) -> int:
    text = "\n".join((prompt.instructions, prompt.document, json.dumps(prompt.schema)))
    return OVERHEAD_TOKENS + ceil(MARGIN * count_tokens(text))


def count_tokens(text: str) -> int:
    return len(encoding().encode_ordinary(text))


@cache
def encoding() -> "Encoding":
    """Half a second and 80 MB: for those who have a language model alone."""
    from bpe_openai import get_encoding

    return get_encoding(ENCODING)
