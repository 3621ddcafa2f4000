"""How authors call concepts: those that they renamed, and those that they merged into others."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from indexer.domain.concepts.words import concept_key

NameChange = Literal["rename", "merge"]


@dataclass(frozen=True, slots=True)
class NameDecision:
    """An author's word on a concept's name: it is called `to`, or is a part of the concept `to`.

    None takes the last word of this kind back. `concept`, and `to` of a merge, are the material's own names.
    """

    subject: str
    concept: str
    change: NameChange
    to: str | None
    by: str = ""
    at: datetime | None = None
    """None for one that is not kept yet."""


class ConceptNames:
    """What is meant by a name, after all decisions (the oldest first). Names compare as `concept_key` does.

    Every name that a concept was ever given is one of it, until the renaming is taken back. A merge that
    would go in a circle is passed over.
    """

    def __init__(self, decisions: Iterable[NameDecision] = ()) -> None:
        self._own: dict[str, str] = {}
        """The material's own name, by its key; the other two are by this key."""
        self._given: dict[str, list[str]] = {}
        """The newest last."""
        self._into: dict[str, str] = {}
        for decision in decisions:
            self._apply(decision)
        self._owners, self._targets = self._find_owners(), set(self._into.values())

    def own(self, name: str) -> str:
        """The material's name of the concept that is called so, or was: by it decisions are kept."""
        root = self._root(name)
        return self._own.get(root, name)

    def called(self, name: str) -> str:
        """How the concept of this name is called now."""
        root = self._root(name)
        given = self._given.get(root)
        return given[-1] if given else name if root == concept_key(name) else self._own[root]

    def aliases(self, name: str) -> tuple[str, ...]:
        """All other names of the concept that is called so, or was: its own, earlier ones, merged ones."""
        root = self._root(name)
        return self._others(name, [root, *(each for each in self._into if self._follow(each) == root)])

    def former(self, name: str) -> tuple[str, ...]:
        """Of its aliases those that were its own name, and not one of what was merged into it."""
        return self._others(name, [self._root(name)])

    def _others(self, name: str, keys: Iterable[str]) -> tuple[str, ...]:
        """How what has these keys is called besides what the concept of this name is called now."""
        called = self.called(name)
        names = {concept_key(called): called}
        for each in keys:
            for said in (self._own.get(each, called), *self._given.get(each, ())):
                names.setdefault(concept_key(said), said)
        return tuple(names.values())[1:]

    def all_of(self, name: str) -> tuple[str, ...]:
        """Every name of the concept, what it is called now first."""
        return self.called(name), *self.aliases(name)

    def wholes(self) -> set[str]:
        """The keys of the concepts that others were merged into."""
        return {self._follow(each) for each in self._into}

    def are_one(self, name: str, other: str) -> bool:
        """Whether both names are of one concept."""
        return self._root(name) == self._root(other)

    def has(self, name: str) -> bool:
        """Whether authors gave this name, or merged something by it or into it."""
        return self._is_known(self._base(name))

    def is_merged(self, name: str) -> bool:
        """Whether what had this name is a part of another concept."""
        return self._base(name) in self._into

    def in_force(self) -> tuple[NameDecision, ...]:
        """Each word that counts and can be taken back: of a merged concept the merge alone."""
        return tuple(self._word(key) for key in self._own if key in self._into or key in self._given)

    def undone(self, name: str) -> NameDecision | None:
        """What takes back the last word on the name of this concept; None when there is nothing."""
        for each in (name, name.lower()):
            base = self._base(each)
            if base in self._into or base in self._given:
                change: NameChange = "merge" if base in self._into else "rename"
                return NameDecision("", self._own[base], change, None)
        return None

    def _apply(self, decision: NameDecision) -> None:
        key = concept_key(decision.concept)
        self._own.setdefault(key, decision.concept)
        if decision.change == "merge":
            self._merge(key, decision.to)
        elif decision.to is None:
            self._given.pop(key, None)
        else:
            self._given.setdefault(key, []).append(decision.to)

    def _merge(self, key: str, to: str | None) -> None:
        before = self._into.pop(key, None)
        if to is None:
            return
        target = concept_key(to)
        self._own.setdefault(target, to)
        if self._follow(target) != key:
            self._into[key] = target
        elif before is not None:
            self._into[key] = before

    def _word(self, key: str) -> NameDecision:
        if key in self._into:
            return NameDecision("", self._own[key], "merge", self.called(self._own[self._into[key]]))
        return NameDecision("", self._own[key], "rename", self._given[key][-1])

    def _find_owners(self) -> dict[str, str]:
        """Given names, by key; whose name it is now goes before whose it was."""
        owners = {concept_key(given[-1]): key for key, given in self._given.items()}
        for key, given in self._given.items():
            for name in given:
                owners.setdefault(concept_key(name), key)
        return owners

    def _base(self, name: str) -> str:
        """The own key of what was called so before it was merged."""
        key = concept_key(name)
        return key if self._is_known(key) else self._owners.get(key, key)

    def _is_known(self, key: str) -> bool:
        return key in self._given or key in self._into or key in self._targets

    def _root(self, name: str) -> str:
        return self._follow(self._base(name))

    def _follow(self, key: str) -> str:
        while key in self._into:
            key = self._into[key]
        return key


AS_WRITTEN = ConceptNames()
"""As the material calls them."""
