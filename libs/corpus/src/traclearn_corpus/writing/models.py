"""Models come and go: one that readers use, and at times the next one beside it."""

from traclearn_corpus import queries
from traclearn_corpus.connection import Graph, Transaction
from traclearn_corpus.errors import ModelClash, VectorsMissing
from traclearn_corpus.models import Corpus, read_corpus, vector_property
from traclearn_corpus.writing.schema import drop_index, make_vector_index

STRIP_BATCH_CHUNKS = 1000


async def adopt(graph: Graph, model: str, dimension: int) -> Corpus:
    """Makes room for `model`. The first is the corpus's at once; another one becomes `next`.

    Raises ModelClash when the name, or one that is spelled nearly the same, stands for something else.
    """
    name = vector_property(model)

    async def register(transaction: Transaction) -> None:
        await transaction.run(queries.MAKE_CORPUS, model=model)
        for row in await transaction.run(queries.MODELS_OF, property=name, model=model):
            if row["model"] != model or row["dimension"] != dimension:
                raise ModelClash(
                    f"{model} ({dimension}) cannot stand beside {row['model']} ({row['dimension']}): "
                    "give one of them another name, or take the old one out first."
                )
        await transaction.run(queries.MAKE_MODEL, model=model, property=name, dimension=dimension)

    async def announce(transaction: Transaction) -> Corpus:
        await transaction.run(queries.LOCK_CORPUS)
        await transaction.run(queries.SET_NEXT, model=model)
        return await read_corpus(transaction)

    await graph.write(register)
    await make_vector_index(graph, name, dimension)
    return await graph.write(announce)


async def missing(graph: Graph, model: str, limit: int = 500) -> list[tuple[str, str]]:
    """Chunks, live or staged, that have no vector of `model`: id and the text to embed."""

    async def work(transaction: Transaction) -> list[tuple[str, str]]:
        rows = await transaction.run(queries.MISSING, property=vector_property(model), limit=limit)
        return [(row["id"], row["passage"]) for row in rows]

    return await graph.read(work)


async def switch(graph: Graph, model: str) -> Corpus:
    """Readers use `model` from now on. Raises VectorsMissing, or ModelClash when it is not the next one."""

    async def work(transaction: Transaction) -> Corpus:
        await transaction.run(queries.LOCK_CORPUS)
        now = await read_corpus(transaction)
        if now.model == model:
            return now
        if now.next != model:
            raise ModelClash(f"{model} is not the next model of this corpus, {now.next} is: adopt it first.")
        lacking = await transaction.run(queries.LIVE_CHUNKS_WITHOUT_VECTOR, property=vector_property(model))
        if lacking:
            raise VectorsMissing(model, [row["id"] for row in lacking])
        await transaction.run(queries.SWITCH, model=model)
        return await read_corpus(transaction)

    return await graph.write(work)


async def retire(graph: Graph) -> list[str]:
    """Drops index and vectors of each model that is neither in use nor next, in batches; says which."""

    async def choose(transaction: Transaction) -> list[tuple[str, str]]:
        await transaction.run(queries.LOCK_CORPUS)
        return [(row["model"], row["property"]) for row in await transaction.run(queries.RETIRE)]

    gone = await graph.write(choose)
    for model, name in gone:
        await drop_index(graph, name)
        await _strip(graph, model, name)
    return [model for model, _ in gone]


async def _strip(graph: Graph, model: str, name: str) -> None:
    async def batch(transaction: Transaction) -> int:
        row = await transaction.one(queries.STRIP, model=model, property=name, limit=STRIP_BATCH_CHUNKS)
        return int(row.get("stripped", 0))

    async def forget(transaction: Transaction) -> None:
        await transaction.run(queries.FORGET_MODEL, model=model)

    while await graph.write(batch):
        pass
    await graph.write(forget)
