"""The server of models, and the graders that ask it by their SDKs."""

import pytest
from model_server import MODELS, ModelServer, open_model


@pytest.fixture
def server():
    with ModelServer() as server:
        yield server


@pytest.fixture(params=MODELS)
def provider(request):
    return request.param


@pytest.fixture
async def opened():
    """Opens graders and closes them."""
    graders = []

    def opened(*about, **options):
        graders.append(open_model(*about, **options))
        return graders[-1]

    yield opened
    for grader in graders:
        await grader.close()


@pytest.fixture
def grader(provider, server, opened):
    return opened(provider, server.address)
