"""A misbehaving API and embedders of it; makes `hosted_api` importable."""

import sys
from pathlib import Path

import pytest
from traclearn_embedding import Endpoint, Hosted, Limits, Unlimited

sys.path.insert(0, str(Path(__file__).parent))

from hosted_api import Api


@pytest.fixture
def api():
    with Api() as running:
        yield running


@pytest.fixture
def hosted(api, monkeypatch):
    """Makes an embedder of that API whose retries hardly wait of their own accord."""
    monkeypatch.setattr("traclearn_embedding.hosted.FIRST_PAUSE", 0.01)
    opened = []

    def make(budget=None, base=None, key="secret", **limits):
        endpoint = Endpoint(base or api.base, "model-3", 3, key=key)
        opened.append(Hosted(endpoint, Limits(**limits), budget or Unlimited()))
        return opened[-1]

    yield make
    for embedder in opened:
        embedder.close()
