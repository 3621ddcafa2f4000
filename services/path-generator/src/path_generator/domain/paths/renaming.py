"""Steps keep the names that concepts had: what is said by them holds for what is called otherwise now."""

from collections.abc import Iterable, Mapping

from traclearn_corpus import ConceptGraph

from path_generator.domain.text import name_of, normalised


class NamesNow:
    """How concepts of a graph are called now, as steps have names.

    A name that the whole concept had is one of it. One that was merged into it is not: who mastered that part
    alone has not mastered the whole, which is asked until its own name was passed, before the merge or after.
    Authors write names of concepts by hand: where just one is the same but for case, that one is meant.
    """

    def __init__(self, graph: ConceptGraph) -> None:
        had = {name_of(name): name_of(each.name) for each in graph.concepts for name in each.former}
        self._now = had | {name_of(each.name): name_of(each.name) for each in graph.concepts}
        self._merged = {name_of(name) for each in graph.concepts for name in each.aliases} - self._now.keys()
        alike: dict[str, set[str]] = {}
        for name, now in self._now.items():
            alike.setdefault(normalised(name), set()).add(now)
        self._alike = {name: now for name, (now, *others) in alike.items() if not others}

    def of(self, name: str) -> str:
        """A name that no concept of the graph has or had stays."""
        if name in self._now or name in self._merged:
            return self._now.get(name, name)
        return self._alike.get(normalised(name), name)

    def scores(self, scores: Mapping[str, float]) -> dict[str, float]:
        """Of each concept the best under any of its names."""
        found: dict[str, float] = {}
        for name, score in scores.items():
            found[self.of(name)] = max(score, found.get(self.of(name), score))
        return found

    def all_of(self, names: Iterable[str]) -> set[str]:
        return {self.of(name) for name in names}
