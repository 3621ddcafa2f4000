"""Steps keep the names that concepts had: what is said by them holds for what is called otherwise now."""

from collections.abc import Iterable, Mapping

from traclearn_corpus import ConceptGraph

from path_generator.domain.text import name_of


class NamesNow:
    """How concepts of a graph are called now, as steps have names.

    A name that the whole concept had is one of it. One that was merged into it is not: who mastered that part
    alone has not mastered the whole, which is asked until its own name was passed, before the merge or after.
    """

    def __init__(self, graph: ConceptGraph) -> None:
        had = {name_of(name): name_of(each.name) for each in graph.concepts for name in each.former}
        self._now = had | {name_of(each.name): name_of(each.name) for each in graph.concepts}

    def of(self, name: str) -> str:
        """A name that no concept of the graph has or had stays."""
        return self._now.get(name, name)

    def scores(self, scores: Mapping[str, float]) -> dict[str, float]:
        """Of each concept the best under any of its names."""
        found: dict[str, float] = {}
        for name, score in scores.items():
            found[self.of(name)] = max(score, found.get(self.of(name), score))
        return found

    def all_of(self, names: Iterable[str]) -> set[str]:
        return {self.of(name) for name in names}
