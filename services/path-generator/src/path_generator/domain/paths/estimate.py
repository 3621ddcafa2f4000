"""How long a step takes."""

from math import ceil

WORDS_PER_MINUTE = 200
"""Silent reading of non-fiction goes at 238 words a minute; texts with code and terms go slower.
Source: Brysbaert, How many words do we read per minute?, Journal of Memory and Language 109 (2019) 104047."""
ANSWERING_MINUTES = {1: 2, 2: 3, 3: 4, 4: 6, 5: 8}
"""By difficulty. An assumption: nothing measured stands behind it yet."""
MAX_STEP_MINUTES = 600


def step_minutes(words: int, difficulty: int) -> int:
    """Reading a passage of so many words and answering a question about it."""
    return min(ceil(words / WORDS_PER_MINUTE) + ANSWERING_MINUTES[difficulty], MAX_STEP_MINUTES)
