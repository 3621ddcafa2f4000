"""Calls of a paid model over HTTP: within limits and a budget, tried again where that helps.

client = Client("embedding API", "https://api.openai.com/v1", key, Limits(), budget)
reply = client.post("embeddings", {"model": …, "input": […]}, estimated_tokens(text), read=parse)
"""

from traclearn_hosted.client import Client
from traclearn_hosted.errors import (
    BadReply,
    BudgetSpent,
    InputRefused,
    ModelDown,
    ModelError,
    ModelRefused,
    NotNow,
    RateLimited,
)
from traclearn_hosted.limits import Budget, Limits, Unlimited
from traclearn_hosted.monthly_budget import MonthlyBudget
from traclearn_hosted.protocol import retry_after
from traclearn_hosted.tokens import estimated_tokens, shortened

__all__ = [
    "BadReply",
    "Budget",
    "BudgetSpent",
    "Client",
    "InputRefused",
    "Limits",
    "ModelDown",
    "ModelError",
    "ModelRefused",
    "MonthlyBudget",
    "NotNow",
    "RateLimited",
    "Unlimited",
    "estimated_tokens",
    "retry_after",
    "shortened",
]
