"""Language models behind the Grader port: OpenAI-compatible ones and Anthropic's, by their own SDKs.

A model gives verdicts with quotes, and nothing else: which quotes are the learner's, what the score is and
what the learner reads is decided in `grader.domain`.
"""

from grader.adapters.language_models.choice import Account, ModelChoice, open_grader
from grader.adapters.language_models.grader import ModelGrader
from grader.adapters.language_models.nudge import ModelNudge
from grader.adapters.language_models.prices import PRICE_LIST, Price, parse_prices

__all__ = [
    "PRICE_LIST",
    "Account",
    "ModelChoice",
    "ModelGrader",
    "ModelNudge",
    "Price",
    "open_grader",
    "parse_prices",
]
