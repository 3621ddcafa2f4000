"""An author and the corpus of the running stack."""

import secrets

import pytest

from .author import Author, LiveCorpus


@pytest.fixture
def author(stack):
    author = Author(stack)
    yield author
    author.close()


@pytest.fixture
def live_corpus(stack):
    live_corpus = LiveCorpus(stack)
    yield live_corpus
    live_corpus.close()


@pytest.fixture
def name():
    """`name("part.md")` is a document's name of this test alone."""
    drawn = secrets.token_hex(4)
    return lambda file: f"tests-{drawn}/{file}"
