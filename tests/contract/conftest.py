"""What crosses services: the gateway's templates in a real engine, its routes on a real emulator."""

import pytest

from .aws_gateway import AwsGateway
from .local_gateway import Emulator, LocalGateway
from .velocity.engine import Velocity, install


@pytest.fixture(scope="session")
def velocity():
    install()
    engine = Velocity()
    yield engine
    engine.close()


@pytest.fixture(scope="session", params=["smart", "jackson"])
def aws(request, velocity):
    """The AWS rendering, once for each way in which `$input.json` may write JSON."""
    return AwsGateway(velocity, request.param)


@pytest.fixture(scope="session")
def emulator(tmp_path_factory):
    running = Emulator(tmp_path_factory.mktemp("emulator"))
    yield running
    running.close()


@pytest.fixture(scope="session")
def local(emulator):
    return LocalGateway(emulator.url)
