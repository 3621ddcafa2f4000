"""What can go wrong with a model; every error is a ModelError."""


class ModelError(Exception):
    """The root of the errors of models, on this machine or hosted."""


class NotNow(ModelError):
    """The same call may succeed after `retry_in` seconds."""

    def __init__(self, message: str, retry_in: float) -> None:
        super().__init__(message)
        self.retry_in = retry_in


class RateLimited(NotNow):
    """The API, or our own limit for it, allows no more at present."""


class ModelDown(NotNow):
    """It cannot be reached, or fails on its side."""


class BudgetSpent(NotNow):
    """What may be spent is spent. A Budget raises it, and knows best for how long."""

    def __init__(self, message: str, retry_in: float = 3600.0) -> None:
        super().__init__(message, retry_in)


class ModelRefused(ModelError):
    """The API takes nothing from us: key, rights, model or address. Says which, and what to do."""


class InputRefused(ModelError):
    """The API does not take this input; it may well take others."""


class BadReply(ModelError):
    """The API answered with something else than it should."""
