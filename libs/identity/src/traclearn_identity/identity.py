"""Who acts, as the verified token says it."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Identity:
    """`learner` is Cognito's `sub`; `email` is None unless Cognito verified it; only machines have scopes."""

    learner: str
    email: str | None = None
    groups: frozenset[str] = field(default_factory=frozenset)
    scopes: frozenset[str] = field(default_factory=frozenset)
