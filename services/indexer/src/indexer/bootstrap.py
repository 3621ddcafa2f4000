"""The object graph of the service: built from its settings here, and with other parts in tests."""

from dataclasses import dataclass
from functools import partial

from sqlalchemy.ext.asyncio import AsyncEngine
from traclearn_corpus import Graph
from traclearn_corpus.reading import Search
from traclearn_documents import Sandbox
from traclearn_embedding import (
    HostedEmbedder,
    MiniLM,
    SubprocessEmbedder,
    load_local_model,
    open_hosted_model,
)
from traclearn_hosted import MonthlyBudget
from traclearn_identity import Guard, guard
from traclearn_worker.postgres.database import open_engine, transactions

from indexer.adapters.catalogue import Catalogue
from indexer.adapters.concept_graphs import ConceptGraphs
from indexer.adapters.corpus import Neo4jCorpus
from indexer.adapters.embedding import Embedding
from indexer.adapters.objects import Bucket
from indexer.adapters.store import SqlStore
from indexer.adapters.tables import SPENDING
from indexer.application.concept_decisions import ConceptDecisions
from indexer.application.concept_updates import ConceptUpdates
from indexer.application.indexing import Indexing
from indexer.application.reembedding import Reembedding
from indexer.application.removal import Removal
from indexer.application.sweeper import Sweeper
from indexer.application.uploads import Uploads
from indexer.domain.errors import ConfigurationError
from indexer.handlers.failures import Failures
from indexer.handlers.objects import ObjectEvents
from indexer.handlers.pages import Pages
from indexer.settings import Settings

HOSTED_THREADS = 4
"""Requests to a hosted model under way at once, for passages and for questions each."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What the entrypoints put together."""

    engine: AsyncEngine
    graph: Graph
    embedding: Embedding
    reader: Sandbox
    objects: ObjectEvents
    pages: Pages
    failures: Failures
    uploads: Uploads
    catalogue: Catalogue
    search: Search
    hosted: HostedEmbedder | None
    concept_graphs: ConceptGraphs
    guard: Guard
    sweeper: Sweeper
    reembedding: Reembedding
    concept_updates: ConceptUpdates
    concept_decisions: ConceptDecisions

    async def close(self) -> None:
        """All but the engine, which the runtime disposes of."""
        self.search.close()
        self.embedding.close()
        if self.hosted is not None:
            self.hosted.close()
        await self.reader.close()
        await self.graph.close()


def bootstrap(settings: Settings, bucket: Bucket) -> Parts:
    """Reads the model (half a second), connects to nothing; runs on the event loop. Raises ModelMissing.

    Settings that lack what their embedder needs raise ConfigurationError.
    """
    engine = open_engine(settings)
    graph = Graph.open(
        settings.neo4j_uri,
        settings.neo4j_user,
        settings.neo4j_password.get_secret_value(),
        database=settings.neo4j_database,
    )
    budget = MonthlyBudget(engine, SPENDING, settings.embedding_model, settings.embedding_budget)
    small, hosted = load_local_model(settings), open_hosted_model(settings, budget)
    searched = [each for each in (small, hosted) if each is not None]
    threads = 1 if settings.embedder == "onnx" else HOSTED_THREADS
    embedding = Embedding(choose_embedder(settings, small, hosted), threads)
    corpus = Neo4jCorpus(graph, embedding.model, embedding.dimension)
    indexing, removal = Indexing(corpus, embedding), Removal(corpus)
    reader, transact = Sandbox(), transactions(engine, SqlStore)
    concept_graphs = ConceptGraphs(graph, transact)
    concept_updates = ConceptUpdates(transact, concept_graphs)
    uploads = Uploads(transact, bucket, corpus)
    return Parts(
        engine=engine,
        graph=graph,
        embedding=embedding,
        reader=reader,
        objects=ObjectEvents(bucket, reader, indexing, removal),
        pages=Pages(reader, indexing, removal),
        failures=Failures(indexing),
        uploads=uploads,
        catalogue=Catalogue(engine),
        search=Search(graph, searched, threads, settings.on_topic),
        hosted=hosted,
        concept_graphs=concept_graphs,
        guard=guard(settings),
        sweeper=Sweeper(uploads, corpus),
        reembedding=Reembedding(corpus, embedding),
        concept_updates=concept_updates,
        concept_decisions=ConceptDecisions(transact, concept_graphs, concept_updates),
    )


def choose_embedder(
    settings: Settings, small: MiniLM | None, hosted: HostedEmbedder | None
) -> SubprocessEmbedder | HostedEmbedder:
    """Of passages: the small model on this machine, or the hosted one within its monthly budget."""
    if settings.embedder == "onnx":
        if small is None or settings.embedding_model_dir is None:
            raise ConfigurationError("EMBEDDER=onnx, and EMBEDDING_MODEL_DIR names no folder with the model.")
        return SubprocessEmbedder(small, partial(MiniLM.load, settings.embedding_model_dir))
    if hosted is None:
        raise ConfigurationError("EMBEDDER=openai, and EMBEDDING_API_KEY is empty.")
    return hosted
