import shlex
import stat

import pytest
from traclearn_contracts import roster
from traclearn_local.cloud.cognito import Identity, keep
from traclearn_local.errors import LocalError
from traclearn_local.secrets import passwords
from traclearn_local.stack import ROOT, Stack
from traclearn_local.stack_environment import environment_of, shell_assignments

DESIGNED = {
    "TRACLEARN_URL", "AWS_ENDPOINT_URL", "COGNITO_ENDPOINT", "COGNITO_POOL_ID", "COGNITO_CLIENT_ID",
    "DATABASE_URL", "REDIS_URL", "NEO4J_URI", "NEO4J_USER", "NEO4J_PASSWORD",
    "DEMO_LEARNER", "DEMO_LEARNER_2", "DEMO_AUTHOR", "DEMO_OPERATOR", "DEMO_PASSWORD", "DEMO_TICKET",
}  # fmt: skip
IDENTITY = Identity("us-east-1_x", "web", "machine", "se'cret $HOME", {"learner@demo.test": "s"})


def test_port_base_and_home_move_all_ports_and_folders(tmp_path):
    stack = Stack.find({"TRACLEARN_PORT_BASE": "20100", "TRACLEARN_HOME": str(tmp_path)})
    assert set(stack.ports.values()) == set(range(20100, 20100 + len(stack.ports)))
    assert stack.url == "http://localhost:20100"
    assert stack.logs.parent == tmp_path


def test_a_stack_is_found_where_it_stood_last(tmp_path):
    (tmp_path / "port_base").write_text("20200")
    assert Stack.find({"TRACLEARN_HOME": str(tmp_path)}).base == 20200
    assert Stack.find({"TRACLEARN_HOME": str(tmp_path), "TRACLEARN_PORT_BASE": "1"}).base == 1
    assert Stack.find({}).home == ROOT / ".traclearn" / "stack"


def test_the_handles_of_the_design_survive_a_shell(tmp_path):
    stack = Stack(tmp_path, 20300)
    keep(stack, IDENTITY)
    values = environment_of(stack)
    assert values.keys() >= DESIGNED
    words = shlex.split(shell_assignments(values))
    assert dict(word.split("=", 1) for word in words) == values


def test_without_a_stack_the_handles_say_what_to_do(tmp_path):
    with pytest.raises(LocalError, match="make up"):
        environment_of(Stack(tmp_path, 20300))


def test_passwords_are_made_once_and_are_private(tmp_path):
    first = passwords.keep(tmp_path)
    assert first == passwords.keep(tmp_path)
    assert len(set(first.values())) == len(passwords.PLATFORM) + len(roster.names())
    assert stat.S_IMODE((tmp_path / "passwords.json").stat().st_mode) == 0o600
