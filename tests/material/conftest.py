"""An author and the corpus of the running stack."""

import secrets

import pytest

from .author import Author, Shelf


@pytest.fixture
def author(stack):
    author = Author(stack)
    yield author
    author.close()


@pytest.fixture
def shelf(stack):
    shelf = Shelf(stack)
    yield shelf
    shelf.close()


@pytest.fixture
def name():
    """`name("part.md")` is a document's name of this test alone."""
    drawn = secrets.token_hex(4)
    return lambda file: f"tests-{drawn}/{file}"
