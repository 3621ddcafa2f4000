"""The limits that clients of the content routes keep to are those that the services enforce."""

import pytest
from indexer.entrypoints.requests import WantedFile, WantedFiles
from pydantic import ValidationError
from traclearn_contracts.content import (
    MAX_FILE_BYTES,
    MAX_FILES_PER_REQUEST,
    MAX_NAME_LENGTH,
    ON_TOPIC_SCORE,
)
from traclearn_contracts.gateway import render
from traclearn_contracts.gateway.rendering import operations
from traclearn_corpus.reading import ON_TOPIC

from .aws_gateway import VARIABLES


def test_score_on_topic_is_the_corpus_s():
    assert ON_TOPIC_SCORE == ON_TOPIC


def test_largest_file_is_what_the_routes_show():
    grant = next(
        one for _, one in operations(render("aws", **VARIABLES)) if one["operationId"] == "grantUploads"
    )
    example = grant["responses"]["200"]["content"]["application/json"]["example"]
    assert example["grants"][0]["max_bytes"] == MAX_FILE_BYTES


def test_request_beyond_the_limits_is_refused():
    file = WantedFile(name="n" * MAX_NAME_LENGTH, size=1)
    WantedFiles(files=[file] * MAX_FILES_PER_REQUEST)
    with pytest.raises(ValidationError):
        WantedFiles(files=[file] * (MAX_FILES_PER_REQUEST + 1))
    with pytest.raises(ValidationError):
        WantedFile(name="n" * (MAX_NAME_LENGTH + 1), size=1)
