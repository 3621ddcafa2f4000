"""What is read at once for a path, where the corpus is lost meanwhile; rows stand for the server."""

from traclearn_corpus import ConceptGraph, queries
from traclearn_corpus.reading import Wanted, read_closure, read_generation, read_watched


class Server:
    """A graph whose corpus is lost after its first statement and made anew after the second."""

    def __init__(self):
        self.generations = [7, None, 1, 1]

    async def look(self, work):
        return await work(self)

    async def one(self, query, **_):
        generation = self.generations.pop(0)
        if generation is None:
            return {}
        whole = {"cycles": None, "concepts": [], "edges": [], "passages": [], "stale": []}
        return {"generation": generation} | (whole if query == queries.CLOSURE else {})


async def test_closure_of_a_corpus_that_is_lost_between_two_statements_is_read_again():
    read = []

    async def work(transaction):
        before = await read_generation(transaction)
        found = await read_closure(transaction, Wanted("Git", ["late"], 8))
        read.append((before, found.generation))
        return found, before, found.generation

    found = await read_watched(Server(), work)
    assert read == [(7, None), (1, 1)]
    assert found.graph == ConceptGraph("Git", [], [], []) and found.generation == 1


async def test_closure_without_a_corpus_is_empty_and_of_no_generation():
    server = Server()
    server.generations = [None]
    found = await read_closure(server, Wanted("Git", ["late"], 8))
    assert (found.graph, found.passages, found.stale) == (ConceptGraph("Git"), {}, frozenset())
    assert found.generation is None
