import os
import socket

import pytest
from traclearn_local.errors import PortTaken
from traclearn_local.processes.port_owners import check, is_alive, is_taken, port_owner
from traclearn_local.stack import Stack


@pytest.fixture
def listener():
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        yield held.getsockname()[1]


def test_a_taken_port_is_named_with_who_holds_it(listener, tmp_path):
    stack = Stack(home=tmp_path, base=listener - 5)
    with pytest.raises(PortTaken) as error:
        check(stack, {"cognito"})
    assert f"port {listener} (cognito) is held by pid {os.getpid()} (" in str(error.value)
    assert "pytest" in str(error.value)
    assert "TRACLEARN_PORT_BASE" in str(error.value)


def test_a_port_that_nobody_holds_is_free(listener):
    assert is_taken(listener)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]
    assert not is_taken(free)


def test_a_port_held_through_ipv6_is_taken_too():
    """As LocalStack holds its own."""
    with socket.socket(socket.AF_INET6) as held:
        held.bind(("::ffff:127.0.0.1", 0))
        held.listen()
        port = held.getsockname()[1]
        assert is_taken(port)
        assert port_owner(port).pid == os.getpid()


def test_a_process_is_alive_until_it_ended():
    assert is_alive(os.getpid())
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
    assert not is_alive(child), "a zombie counts as ended"
    os.waitpid(child, 0)
    assert not is_alive(child)
