"""The chunks that answer a question: by words and by meaning, among what is live."""

import asyncio
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from types import MappingProxyType

import structlog
from traclearn_embedding import Embedder
from traclearn_hosted import ModelError

from traclearn_corpus.chunks import Document, Heading
from traclearn_corpus.connection import Graph, Row, Transaction
from traclearn_corpus.reading import scoring
from traclearn_corpus.reading.candidates import Question, find_nearest
from traclearn_corpus.reading.consistent_read import Watched, read_consistently, read_watched
from traclearn_corpus.reading.scoring import Calibration
from traclearn_corpus.reading.subject import read_needs
from traclearn_corpus.vectors import Vector

log = structlog.get_logger()
EMBEDDING_TIMEOUT_S = 3.0
"""For a question's vector: a person waits."""
NOTHING_MEASURED: Mapping[str, float] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Hit:
    chunk: str
    document: str
    name: str
    title: str
    subject: str
    heading: Heading
    page: int | None
    content: str
    concept: str | None
    score: float
    """0..1; ON_TOPIC (0.65) and more: on the question's topic."""


@dataclass(frozen=True, slots=True)
class Found:
    hits: tuple[Hit, ...]
    """The best first."""
    generation: int
    """Of the corpus that was searched: the same question gets the same answer until it grows."""
    by_meaning: bool
    """False when no embedder of the corpus's model was at hand in time, and words alone found."""


class Search:
    """Searches what readers may see. Raises GraphAway while the graph cannot be reached.

    `embedders`: those at hand. The one of the corpus's model is used: while the corpus changes to another
    one, that is still the old one. `threads` embed questions, which do not wait behind whole documents; 1 for
    a model on this machine, since more only fight over its cores. `on_topic`: by model, the nearness that
    means on the topic, where it is not what `scoring` knows.
    """

    def __init__(
        self,
        graph: Graph,
        embedders: Sequence[Embedder],
        threads: int = 1,
        on_topic: Mapping[str, float] = NOTHING_MEASURED,
    ) -> None:
        self._graph = graph
        self._embedders = {embedder.model_id: embedder for embedder in embedders}
        self._model: str | None = None
        """That the corpus had when it was last asked: its vectors are made before a transaction begins."""
        self._threads = ThreadPoolExecutor(threads, "questions")
        self._calibrations = {model: Calibration(least) for model, least in on_topic.items()}

    async def find(
        self,
        text: str,
        k: int = 10,
        *,
        subject: str | None = None,
        documents: Sequence[Document] | None = None,
    ) -> Found:
        """The best `k` live chunks of the subject, and of these documents only; None is all of them.

        A chunk without a vector of the corpus's model is found by its words.
        """
        question = await self.prepare(text, subject=subject, documents=documents)
        return await read_watched(self._graph, lambda transaction: self.hits(transaction, question, k))

    async def prepare(
        self, text: str, *, subject: str | None = None, documents: Sequence[Document] | None = None
    ) -> Question:
        """For `hits`, in a transaction that reads more than them."""
        only = None if documents is None else [str(document) for document in documents]
        return await self._embedded(Question(text, subject, only), self._model)

    async def hits(self, transaction: Transaction, question: Question, k: int = 10) -> Watched[Found]:
        """As `find`, with the generation before and after it. Raises CorpusEmpty."""
        nearest = await find_nearest(transaction, question, k)
        before, model = nearest.generation, nearest.model
        if question.model != model:  # the first question, and the first after a change
            question = await self._embedded(question, model)
            nearest = await find_nearest(transaction, question, k)
        self._model = model
        calibration = self._calibrations.get(model, scoring.calibration_of(model))
        hits = tuple(_hit(row, calibration) for row in nearest.hits)
        return Found(hits, before, question.vector is not None), before, nearest.generation_after

    async def prerequisites(self, subject: str, *concepts: str) -> list[str]:
        """All that these concepts of the subject need, at any remove: each after what it needs itself."""
        graph = await read_consistently(
            self._graph, lambda transaction: read_needs(transaction, subject, concepts)
        )
        return graph.prerequisites_of(*concepts)

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _embedded(self, question: Question, model: str | None) -> Question:
        embedder = self._embedders.get(model or "")
        vector = None if embedder is None else await self._embed(embedder, question.text)
        return replace(question, model=model, vector=vector)

    async def _embed(self, embedder: Embedder, text: str) -> Vector | None:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(EMBEDDING_TIMEOUT_S):
                vectors = await loop.run_in_executor(self._threads, embedder.embed, [text])
        except (ModelError, TimeoutError) as error:
            log.warning("searched by words alone", error=type(error).__name__)
            return None
        vector: Vector = vectors[0]
        return vector


def _hit(row: Row, calibration: Calibration) -> Hit:
    score, heading = scoring.score(row.pop("near"), calibration), tuple(row.pop("heading"))
    return Hit(**row, heading=heading, score=score)
