"""What authors may say of a subject's concepts: which edges hold, and how concepts are called."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Literal

from traclearn_corpus import Decision
from traclearn_worker import chaos

from indexer.application.concept_updates import ConceptUpdates
from indexer.application.ports import ConceptGraphs, Store, Transactions
from indexer.domain.concepts.author_decisions import AuthorDecisions, TaughtNames
from indexer.domain.concepts.concept_names import ConceptNames, NameDecision
from indexer.domain.concepts.words import concept_key
from indexer.domain.errors import Conflict, NotFound, RequestError

EdgeAction = Literal["confirm", "remove", "add", "undecide"]
NameAction = Literal["rename", "merge", "undo"]
VERDICTS: dict[EdgeAction, Literal["confirmed", "removed", "added"] | None] = {
    "confirm": "confirmed",
    "remove": "removed",
    "add": "added",
    "undecide": None,
}
ADDING: tuple[EdgeAction, ...] = ("add", "confirm")


class ConceptDecisions:
    """Keeps what authors say, in the database, and has the graph follow.

    A subject's authors speak one after the other: what one may say depends on what the others said. When the
    process is killed, or the graph goes away, once the word is kept, the graph follows later.
    """

    def __init__(
        self, transactions: Transactions, concept_graphs: ConceptGraphs, updates: ConceptUpdates
    ) -> None:
        self._transactions = transactions
        self._concept_graphs = concept_graphs
        self._updates = updates

    async def decide_edge(
        self, subject: str, concept: str, prerequisite: str, action: EdgeAction, by: str
    ) -> None:
        """Raises NotFound for a new one with a concept that is not taught, Conflict for a circular one."""
        taught = await self._concept_graphs.taught_names(subject, concept, prerequisite)
        async with self._turn(subject) as store:
            decided = await store.author_decisions(subject)
            one, other = (taught.find(name) or name for name in (concept, prerequisite))
            if action in ADDING:
                _check_taught(subject, taught, concept, prerequisite)
                _check_circle(decided, taught, one, other)
            names = decided.names.own(one), decided.names.own(other)
            await store.append_edge_decision(Decision(subject, *names, VERDICTS[action], by))

    async def change_name(
        self, subject: str, concept: str, action: NameAction, to: str | None, by: str
    ) -> None:
        """`to` is for all but `undo`. Raises RequestError for an empty name, and what these three raise."""
        concept = clean_name(concept)
        if action == "undo":
            await self.undo(subject, concept, by)
        elif action == "rename":
            await self.rename(subject, concept, clean_name(to or ""), by)
        else:
            await self.merge(subject, concept, clean_name(to or ""), by)

    async def rename(self, subject: str, concept: str, to: str, by: str) -> None:
        """Raises NotFound for a concept that is not taught, Conflict for a name that is another concept's."""
        taught = await self._concept_graphs.taught_names(subject, concept)
        (called,) = _check_taught(subject, taught, concept)
        async with self._turn(subject) as store:
            names = (await store.author_decisions(subject)).names
            _check_free(to, called, names, taught)
            if names.called(called) != to:
                await store.append_name_decision(NameDecision(subject, names.own(called), "rename", to, by))

    async def merge(self, subject: str, concept: str, to: str, by: str) -> None:
        """Raises NotFound for what is not taught, Conflict for a concept with itself and for what would make
        authors' own edges circular."""
        taught = await self._concept_graphs.taught_names(subject, concept, to)
        one, other = _check_taught(subject, taught, concept, to)
        async with self._turn(subject) as store:
            decided = await store.author_decisions(subject)
            names = decided.names
            if names.are_one(one, other):
                if names.is_merged(concept):
                    return  # this was said before
                raise Conflict(f'Both names are the concept "{other}" already: name another.')
            decision = NameDecision(subject, names.own(one), "merge", names.own(other), by)
            circles = decided.with_name(decision).circles(taught.has)
            if circles:
                circle = " needs ".join([*circles[0], circles[0][0]])
                raise Conflict(
                    f"With {one} and {other} as one, what authors said would go in a circle: {circle}. "
                    "Remove one of these lines first."
                )
            await store.append_name_decision(decision)

    async def undo(self, subject: str, concept: str, by: str) -> None:
        """Takes back what made this name another one, or a part of another concept. Raises NotFound."""
        async with self._turn(subject) as store:
            undone = (await store.author_decisions(subject)).names.undone(concept)
            if undone is None:
                raise NotFound(
                    f'Nothing was renamed or merged by the name "{concept}" in {subject}: take a name from '
                    "the list of renamed and merged concepts."
                )
            await store.append_name_decision(NameDecision(subject, undone.concept, undone.change, None, by))

    @asynccontextmanager
    async def _turn(self, subject: str) -> AsyncIterator[Store]:
        """One transaction in which nobody else decides on the subject; the graph follows it."""
        async with self._transactions() as store:
            changed = (await store.mark_concepts_stale(subject))[subject]
            yield store
        chaos.point("decided")
        await self._updates.refresh_now(subject, changed)


def clean_name(name: str) -> str:
    """A name without white space around it, and with single blanks in it. Raises RequestError for none."""
    cleaned = " ".join(name.split())
    if not cleaned:
        raise RequestError("A concept's name cannot be empty: please give one.")
    return cleaned


def _check_taught(subject: str, taught: TaughtNames, *names: str) -> list[str]:
    """The concepts of these names, as they are called."""
    found = {name: taught.find(name) for name in names}
    unknown = " and ".join(f'"{name}"' for name, called in found.items() if called is None)
    if unknown:
        raise NotFound(
            f"{subject} does not teach {unknown}: take names from the list of concepts, or bring material "
            "with such a heading first."
        )
    return [found[name] or name for name in names]


def _check_circle(decided: AuthorDecisions, taught: TaughtNames, concept: str, prerequisite: str) -> None:
    if decided.names.are_one(concept, prerequisite):
        raise Conflict(f'Both names are the concept "{concept}", which cannot need itself: name another.')
    if decided.circle_with(concept, prerequisite, taught.has):
        raise Conflict(
            f"{prerequisite} already needs {concept}, as authors said: remove one of the two first."
        )


def _check_free(to: str, called: str, names: ConceptNames, taught: TaughtNames) -> None:
    """A name is free, or one of the concept's own."""
    if names.are_one(to, called):
        other = names.called(to) if names.is_merged(to) else None
    else:
        other = taught.find(to) if taught.has(to) else names.called(to) if names.has(to) else None
    if other is None:
        return
    if concept_key(other) == concept_key(to):
        raise Conflict(
            f'"{other}" is another concept: merge the two if they are one, or choose another name.'
        )
    raise Conflict(
        f'"{to}" is a name of the concept "{other}" already, as authors said: undo that first, or choose '
        "another."
    )
