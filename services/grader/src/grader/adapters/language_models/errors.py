"""How a call on a provider fails, in the worker's terms; all else is in `grader.domain.errors`."""

from traclearn_worker import Permanent, Transient


class ProviderAway(Transient):
    """It cannot be reached, is busy, or takes nothing from us. Nothing was bought."""


class InputRefused(Permanent):
    """It does not take this question and answer, and would not take them again. Nothing was bought."""
