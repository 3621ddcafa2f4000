"""Passages with text written for these tests."""

from collections.abc import Callable

import pytest
from path_generator.domain.questions.question import Passage

PassageOf = Callable[..., Passage]


@pytest.fixture(scope="session")
def passage_of() -> PassageOf:
    def passage(text: str, *heading: str, chunk: str = "chunk-1", title: str = "Storage") -> Passage:
        return Passage(
            chunk, "document-1", "storage.md", title, heading or ("Page locks",), None, "text", text
        )

    return passage
