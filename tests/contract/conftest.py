"""What crosses services: the gateway's templates in a real engine, its routes on a real emulator."""

import pytest
from traclearn_local.secrets import passwords

from .aws_gateway import AwsGateway
from .local_gateway import LocalGateway
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


@pytest.fixture(scope="module")
def local(stack):
    """On the stack's emulator, with a bus and a REST API of its own."""
    return LocalGateway(stack.env["AWS_ENDPOINT_URL"], passwords.keep(stack.home)["gateway"])
