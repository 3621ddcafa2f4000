"""What the command says instead of a traceback; every error is an OperatorError."""


class OperatorError(Exception):
    """The root of this package's errors; its text is for the operator."""


class NoSuchQueue(OperatorError):
    """The queue has no dead-letter queue."""

    def __init__(self, name: str, known: list[str]) -> None:
        super().__init__(
            f"No dead-letter queue belongs to {name!r}. There are: {', '.join(known) or 'none'}."
        )


class Unreachable(OperatorError):
    """SQS did not answer."""
