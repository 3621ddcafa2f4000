"""The object graph of the service: built from its settings here, and with other parts in tests."""

from dataclasses import dataclass
from functools import partial

from sqlalchemy.ext.asyncio import AsyncEngine
from traclearn_corpus import Graph
from traclearn_corpus.reading import Search
from traclearn_documents import Sandbox
from traclearn_embedding import Batches, Endpoint, Hosted, MiniLM, Separate
from traclearn_hosted import Limits
from traclearn_identity import Guard, guard
from traclearn_worker.database import open_engine, transactions

from indexer.adapters.catalogue import Catalogue
from indexer.adapters.corpus import Neo4jCorpus
from indexer.adapters.curriculum import Curriculum
from indexer.adapters.embedding import Embedding, MonthlyBudget
from indexer.adapters.objects import Bucket
from indexer.adapters.store import SqlStore
from indexer.handlers.failures import Failures
from indexer.handlers.indexing import Indexing
from indexer.handlers.library import Library
from indexer.handlers.pages import Pages
from indexer.handlers.removal import Removal
from indexer.handlers.renewal import Renewal
from indexer.handlers.sweeper import Sweeper
from indexer.handlers.teaching import Teaching
from indexer.handlers.uploads import Uploads
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
    uploads: Uploads
    pages: Pages
    failures: Failures
    library: Library
    catalogue: Catalogue
    search: Search
    curriculum: Curriculum
    guard: Guard
    sweeper: Sweeper
    renewal: Renewal
    teaching: Teaching


def bootstrap(settings: Settings, bucket: Bucket) -> Parts:
    """Reads the model (half a second), connects to nothing; runs on the event loop. Raises ModelMissing."""
    engine = open_engine(settings)
    graph = Graph.open(
        settings.neo4j_uri,
        settings.neo4j_user,
        settings.neo4j_password.get_secret_value(),
        database=settings.neo4j_database,
    )
    small, hosted = _local(settings), _hosted(settings, engine)
    asked = [each for each in (small, hosted) if each is not None]
    threads = 1 if settings.embedder == "onnx" else HOSTED_THREADS
    embedding = Embedding(_embedder(settings, small, hosted), threads)
    corpus = Neo4jCorpus(graph, embedding.model, embedding.dimension)
    indexing, removal = Indexing(corpus, embedding), Removal(corpus)
    reader, begin = Sandbox(), transactions(engine, SqlStore)
    curriculum = Curriculum(graph)
    library = Library(begin, bucket, corpus)
    return Parts(
        engine=engine,
        graph=graph,
        embedding=embedding,
        reader=reader,
        uploads=Uploads(bucket, reader, indexing, removal),
        pages=Pages(reader, indexing, removal),
        failures=Failures(indexing),
        library=library,
        catalogue=Catalogue(engine),
        search=Search(graph, asked, threads),
        curriculum=curriculum,
        guard=guard(settings),
        sweeper=Sweeper(library, corpus),
        renewal=Renewal(corpus, embedding),
        teaching=Teaching(begin, curriculum),
    )


def _embedder(settings: Settings, small: MiniLM | None, hosted: Hosted | None) -> Separate | Hosted:
    """Of passages: the small model on this machine, or the hosted one within its monthly budget."""
    if settings.embedder == "onnx":
        assert small is not None and settings.embedding_model_dir is not None
        return Separate(small, partial(MiniLM.load, settings.embedding_model_dir))
    assert hosted is not None
    return hosted


def _local(settings: Settings) -> MiniLM | None:
    return MiniLM.load(settings.embedding_model_dir) if settings.embedding_model_dir else None


def _hosted(settings: Settings, engine: AsyncEngine) -> Hosted | None:
    if settings.embedding_api_key is None:
        return None
    return Hosted(
        Endpoint(
            base=settings.embedding_url,
            key=settings.embedding_api_key.get_secret_value(),
            model=settings.embedding_model,
            dimension=settings.embedding_dimension,
        ),
        Limits(
            requests_per_minute=settings.embedding_requests_per_minute,
            tokens_per_minute=settings.embedding_tokens_per_minute,
        ),
        MonthlyBudget(engine, settings.embedding_model, settings.embedding_budget),
        Batches(texts=settings.embedding_batch),
    )
