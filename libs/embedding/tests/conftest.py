"""A misbehaving API and embedders of it; makes `hosted_api` importable."""

import sys
from pathlib import Path

import pytest
from traclearn_embedding import BatchLimits, Endpoint, HostedEmbedder
from traclearn_hosted import Limits, Unlimited

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[2] / "hosted/tests"))

from hosted_api import Api


@pytest.fixture
def api():
    with Api() as running:
        yield running


@pytest.fixture
def hosted(api, monkeypatch):
    """Makes an embedder of that API whose retries hardly wait of their own accord."""
    monkeypatch.setattr("traclearn_hosted.client.FIRST_PAUSE_S", 0.01)
    opened = []

    def make(budget=None, base=None, key="secret", **limits):
        endpoint = Endpoint(base or api.base, "model-3", 3, key=key)
        batches = {name: limits.pop(name) for name in ("texts", "tokens", "text_tokens") if name in limits}
        opened.append(
            HostedEmbedder(endpoint, Limits(**limits), budget or Unlimited(), BatchLimits(**batches))
        )
        return opened[-1]

    yield make
    for embedder in opened:
        embedder.close()
