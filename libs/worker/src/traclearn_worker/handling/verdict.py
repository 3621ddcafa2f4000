"""What becomes of a message in the queue, once its delivery has ended."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Delete:
    """Nothing is left to do: its event is complete, parked or a dead letter."""


@dataclass(frozen=True)
class Retry:
    """It comes back after `delay` seconds, and a failure was counted for it."""

    delay: float


@dataclass(frozen=True)
class Release:
    """It comes back after `delay` seconds as if it had not been received."""

    delay: float


@dataclass(frozen=True)
class Abandon:
    """It is not ours any more: nothing may be done to it."""


Verdict = Delete | Retry | Release | Abandon
