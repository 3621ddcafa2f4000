"""Paths as the service makes them, and what they are held against, one goal after another."""

import time
from collections import defaultdict
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from statistics import fmean
from typing import cast

from path_generator.adapters.knowledge import Neo4jKnowledge
from path_generator.application.events import PathEvents
from path_generator.application.generation import Generation
from path_generator.application.goal_search import CorpusFinder, SearchSettings
from path_generator.application.ports import Store
from path_generator.application.step_questions import StepQuestions
from path_generator.domain.paths.proposal import Proposal
from path_generator.domain.questions.templates import TemplateQuestions
from path_generator.settings import Settings
from traclearn_corpus import Graph
from traclearn_corpus.models import vector_property
from traclearn_corpus.reading import Search
from traclearn_corpus.reading.candidates import CHUNKS_PER_CANDIDATE, least_candidates
from traclearn_embedding import Embedder, Vectors
from traclearn_worker import Work
from traclearn_worker.testing import FakeWork

from benchmarks.corpus_filling import Corpus
from benchmarks.path_requests import GivenVector, KeptQuestions, request
from benchmarks.statement_times import TimedEmbedder, TimedGraph, Times

MIN_SCORE = float(Settings.model_fields["min_score"].default)
LIMIT = int(Settings.model_fields["search_limit"].default)
BARE = """
CALL db.index.vector.queryNodes($property, $fetch, $vector) YIELD node, score
RETURN node.id AS chunk, score
"""
LEAN = """
CALL db.index.vector.queryNodes($property, $fetch, $vector) YIELD node, score
RETURN collect([node.id, score]) AS found
"""
"""The same in one row, which spares the driver what each row takes it."""
NO_WORDS = "?"
"""A question in which there is no word to look for: its vector alone finds."""


@dataclass(slots=True)
class Run:
    """Seconds a goal, of all goals once."""

    ours: list[float] = field(default_factory=list)
    theirs: list[float] = field(default_factory=list)
    lean: list[float] = field(default_factory=list)
    """As theirs, with the candidates in one row and no transaction around."""
    parts: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    """Of ours: seconds of all goals together."""
    statements: int = 0


class Paths:
    """`goals`: those for which the corpus has a path; with the questions that were made for each."""

    def __init__(self, graph: Graph, corpus: Corpus, embedder: Embedder) -> None:
        self._graph, self._corpus, self._embedder = graph, corpus, embedder
        self._times = Times()
        timed = TimedGraph(graph, self._times)
        self._search = Search(timed, [TimedEmbedder(embedder, self._times)])
        knowledge, settings = Neo4jKnowledge(timed, self._search), SearchSettings(MIN_SCORE, LIMIT)
        finder = CorpusFinder(knowledge, settings)  # without the cache: each path is searched for
        self._generation = Generation(finder, StepQuestions(TemplateQuestions()))
        self._property = vector_property(embedder.model_id)
        self._stores: dict[str, KeptQuestions] = {}
        self.steps: list[int] = []

    @property
    def goals(self) -> list[str]:
        return list(self._stores)

    @property
    def candidates(self) -> int:
        """That each index is asked for; the bare query as well."""
        return max(least_candidates(LIMIT), len(self._corpus.chunks) // CHUNKS_PER_CANDIDATE)

    async def make_questions(self, goals: Sequence[str]) -> list[float]:
        """Each goal's first path, for which all questions are made: seconds. Drops goals without a path."""
        self._stores, self.steps, seconds = {}, [], []
        for goal in goals:
            store, began = KeptQuestions(), time.perf_counter()
            proposal = await self._path(goal, store)
            if proposal is not None:
                seconds.append(time.perf_counter() - began)
                self.steps.append(len(proposal.steps))
                self._stores[goal] = store
        return seconds

    async def run(self) -> Run:
        """Every goal by turns: the bare query, both ways, then a path whose questions are kept."""
        run = Run()
        for goal, store in self._stores.items():
            began = time.perf_counter()
            await self._bare(self._embedder.embed([goal])[0], self.candidates)
            run.theirs.append(time.perf_counter() - began)
            began = time.perf_counter()
            await self._lean(self._embedder.embed([goal])[0], self.candidates)
            run.lean.append(time.perf_counter() - began)
            self._times.take()
            statements, began = self._times.statements, time.perf_counter()
            await self._path(goal, store)
            run.ours.append(time.perf_counter() - began)
            for name, seconds in self._times.take().items():
                run.parts[name] += seconds
            run.statements += self._times.statements - statements
        run.parts["rest"] = sum(run.ours) - sum(run.parts.values())
        return run

    async def recall(self) -> dict[str, float]:
        """Of the 20 nearest of the exact scan those that the search finds, by vectors alone; and those of an
        index that is asked for 20."""
        ours, bare = [], []
        for goal in self.goals:
            vector = self._embedder.embed([goal])[0]
            exact = self._corpus.nearest(vector, LIMIT)
            with closing(Search(self._graph, [GivenVector(self._embedder, vector)])) as search:
                found = await search.find(NO_WORDS, LIMIT)
            ours.append(len(exact & {hit.chunk for hit in found.hits}) / len(exact))
            bare.append(len(exact & set(await self._bare(vector, LIMIT))) / len(exact))
        return {"recall": round(fmean(ours), 3), "recall_bare": round(fmean(bare), 3)}

    def close(self) -> None:
        self._search.close()

    async def _path(self, goal: str, store: KeptQuestions) -> Proposal | None:
        event = request(goal)
        work = cast(Work[Store], FakeWork(store))
        made = await self._generation.generate(event, PathEvents(event), work)
        return made if isinstance(made, Proposal) else None

    async def _bare(self, vector: Vectors, fetch: int) -> list[str]:
        rows = await self._graph.read(
            lambda transaction: transaction.run(
                BARE, property=self._property, fetch=fetch, vector=vector.tolist()
            )
        )
        return [row["chunk"] for row in rows]

    async def _lean(self, vector: Vectors, fetch: int) -> None:
        await self._graph.look(
            lambda transaction: transaction.run(
                LEAN, property=self._property, fetch=fetch, vector=vector.tolist()
            )
        )
