"""The same questions to the search of the services and to its peers."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, median
from time import perf_counter

from traclearn_corpus import Graph
from traclearn_corpus.reading import ON_TOPIC, Hit, Search, facts, scoring, subjects, words
from traclearn_embedding import Embedder

from benchmarks.questions import Question
from benchmarks.rankings import MAX_RANK, Chunk, Peers, figures, interval, reciprocal

WEIGHTS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.6)
HEADINGS = (0.0, 0.25, 0.5, 1.0)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found for a question, and how fast."""

    question: Question
    hits: Sequence[Hit]
    seconds: float

    @property
    def reciprocal(self) -> float:
        found = [Chunk(hit.chunk, hit.name, hit.heading, hit.content, "") for hit in self.hits]
        return reciprocal(self.question, found)

    @property
    def top(self) -> float:
        return self.hits[0].score if self.hits else 0.0


@dataclass(frozen=True, slots=True)
class Half:
    """Figures of one half of the questions; `spread`: of our MRR over each peer's."""

    questions: int
    off_topic: int
    ways: dict[str, dict[str, float]]
    spread: dict[str, list[float]]
    off_topic_found: float
    """Share of the off-topic questions that find something on topic."""
    on_topic_found: float
    nearest_off_topic: float
    milliseconds: float


class SearchRun:
    """One corpus, one embedder."""

    def __init__(self, graph: Graph, chunks: list[Chunk], embedder: Embedder) -> None:
        self._search = Search(graph, [embedder])
        self._model = embedder.model_id
        self._chunks = chunks
        self._peers = Peers(chunks, embedder)

    async def ours(self, questions: Sequence[Question]) -> list[Answer]:
        answers = []
        for question in questions:
            began = perf_counter()
            found = await self._search.find(question.text, MAX_RANK)
            seconds = perf_counter() - began
            if not found.by_meaning:
                raise TimeoutError("the embedder did not answer: this would measure words alone")
            answers.append(Answer(question, found.hits, seconds))
        return answers

    def theirs(self, questions: Sequence[Question]) -> dict[str, list[float]]:
        ways = {"bm25": self._peers.bm25, "embedder": self._peers.embedder, "rrf": self._peers.fused}
        return {
            name: [reciprocal(each, [self._chunks[place] for place in way(each.text)]) for each in questions]
            for name, way in ways.items()
        }

    async def half(self, questions: Sequence[Question]) -> Half:
        on = await self.ours([question for question in questions if not question.off_topic])
        off = await self.ours([question for question in questions if question.off_topic])
        mine = [answer.reciprocal for answer in on]
        peers = self.theirs([answer.question for answer in on])
        return Half(
            questions=len(on),
            off_topic=len(off),
            ways={name: figures(values) for name, values in {"ours": mine, **peers}.items()},
            spread={name: interval(mine, values) for name, values in peers.items()},
            off_topic_found=round(fmean(answer.top >= ON_TOPIC for answer in off), 3),
            on_topic_found=round(fmean(answer.top >= ON_TOPIC for answer in on), 3),
            nearest_off_topic=round(nearness(max(answer.top for answer in off), self._model), 3),
            milliseconds=round(1000 * median(answer.seconds for answer in on), 1),
        )

    async def tune(self, questions: Sequence[Question]) -> None:
        """Prints what each pair of weights brings."""
        on = [question for question in questions if not question.off_topic]
        kept = scoring.WORDS_WEIGHT, words.HEADING_WEIGHT
        for heading in HEADINGS:
            for weight in WEIGHTS:
                scoring.WORDS_WEIGHT, words.HEADING_WEIGHT = weight, heading
                found = figures([answer.reciprocal for answer in await self.ours(on)])
                print(f"words {weight:.1f}  headings {heading:.2f}  {found}", flush=True)
        scoring.WORDS_WEIGHT, words.HEADING_WEIGHT = kept


def nearness(score: float, model: str) -> float:
    """What a score was made of."""
    calibration = scoring.calibration_of(model)
    anchor = math.log(ON_TOPIC / (1 - ON_TOPIC))
    return calibration.least + (math.log(score / (1 - score)) - anchor) / calibration.slope


async def chunks_of(graph: Graph) -> list[Chunk]:
    """All that readers see."""
    found = [await facts(graph, subject) for subject in await subjects(graph)]
    return [
        Chunk(chunk.id, source.name, chunk.heading, chunk.content, chunk.passage)
        for one in found
        for source in one.documents
        for chunk in source.chunks
    ]
