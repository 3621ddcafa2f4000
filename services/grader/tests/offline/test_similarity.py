"""Which texts say nearly the same, with the real model."""

from grader.adapters.offline import OfflineLikeness, similarity
from grader.domain.language.similarity import SAME_LIKENESS
from grader.domain.language.words import content_words

SAID = "A commit records a snapshot of the whole tree."
OTHERS = ["Penguins eat fish in the sea. " * 600, "Each commit records a snapshot of the whole tree."]


def test_words_are_compared_of_near_texts_alone(model, monkeypatch):
    """Of two hundred long answers the words would take seconds, under the question's lock."""
    looked_at = []
    monkeypatch.setattr(
        similarity, "content_words", lambda text: looked_at.append(text) or content_words(text)
    )
    likeness = OfflineLikeness(model)
    known = [(text, likeness.vector(text)) for text in OTHERS]
    assert likeness.find_same(SAID, likeness.vector(SAID), known, SAME_LIKENESS) == 1
    assert looked_at == [SAID, OTHERS[1]]
