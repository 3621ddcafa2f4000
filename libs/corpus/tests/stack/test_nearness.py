"""What a hit's score is made of: the cosine, and the words' share of what rare ones would weigh."""

import math

import pytest
from material import MODEL, Toy, ask, find, live, pieces
from traclearn_corpus import queries
from traclearn_corpus.reading.scoring import WORDS_WEIGHT, calibration_of, score
from traclearn_corpus.reading.words import content_words, lucene
from traclearn_corpus.writing import put_vectors

pytestmark = pytest.mark.stack
TEXTS = ("snapshot", "snapshot of images", "weather", "images and snapshot images")
VECTORS = ([1.0, 0.0, 0.0, 0.0], [0.6, 0.8, 0.0, 0.0], [0.0, 1.0, 0.0, 0.0], [-0.6, 0.0, 0.8, 0.0])
QUESTION = "images in a snapshot"
BM25 = """
CALL db.index.fulltext.queryNodes($index, $words) YIELD node, score RETURN node.content AS content, score
"""


async def shelve(graph, count=4):
    await live(graph, "doc", 1, *TEXTS[:count])
    made = pieces("doc", *TEXTS[:count])
    await put_vectors(graph, MODEL, {piece.id: given for piece, given in zip(made, VECTORS, strict=False)})


def by_hand(cosine, bm25, words, chunks):
    rarest = math.log(1 + (chunks - 0.5) / 1.5) if chunks > 1 else 1.0
    share = min(1.0, bm25 / (max(words, 1) * rarest))
    return score(cosine + WORDS_WEIGHT * math.sqrt(share), calibration_of(MODEL))


@pytest.mark.parametrize("count", [1, 4])
async def test_score_is_made_of_the_cosine_and_the_share_of_the_words(graph, count):
    await shelve(graph, count)
    words = content_words(QUESTION)
    bm25 = dict(await ask(graph, BM25, index=queries.TEXT_INDEX, words=lucene(words)))
    cosines = {text: given[0] for text, given in zip(TEXTS, VECTORS, strict=True)}
    wanted = {text: by_hand(cosines[text], bm25.get(text, 0.0), len(words), count) for text in TEXTS[:count]}
    found = (await find(graph, QUESTION, 10, [Toy(given=VECTORS[0])])).hits
    assert {hit.content: hit.score for hit in found} == pytest.approx(wanted, abs=1e-6)
    assert [hit.content for hit in found] == sorted(wanted, key=wanted.__getitem__, reverse=True)
    assert bm25 and len(set(wanted.values())) == count


async def test_words_count_alike_for_long_and_short_questions(graph):
    """A share: twice as many words that are not there weigh half."""
    await shelve(graph)

    async def nearness_of(text):
        found = await find(graph, text, 1, [Toy(given=[0.0, 0.0, 0.0, 1.0])])
        least, slope = calibration_of(MODEL).least, calibration_of(MODEL).slope
        odds = found.hits[0].score / (1 - found.hits[0].score)
        return least + (math.log(odds) - math.log(0.65 / 0.35)) / slope

    once, twice = await nearness_of("weather"), await nearness_of("weather nowhere")
    assert twice == pytest.approx(once / math.sqrt(2), abs=1e-6) and once > 0.1
