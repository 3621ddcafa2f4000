"""Where a sentence stands, and what is known of it there."""

from typing import NamedTuple


class Place(NamedTuple):
    """Where a sentence stands."""

    at: int
    """Its number in the passage, from 0."""
    opens: bool
    """Whether it is the first of its paragraph or item."""


class Context(NamedTuple):
    """What a reader of the question knows."""

    concept: frozenset[str]
    """Stems of its name."""
    heads: frozenset[str]
    """Of what the concept, the headings and the title are about."""
    near: frozenset[str]
    """Stems of the concept and its own heading."""
    short: frozenset[str] = frozenset()
    """The concept's initials."""
    often: frozenset[str] = frozenset()
    """Stems of what the passages about it say again and again."""
