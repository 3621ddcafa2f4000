"""Together the lanes run every folder of tests, and nothing of one stands in another's way."""

from traclearn_local.lanes import LANES
from traclearn_local.stack import ROOT, Stack

IGNORE = "--ignore="


def words():
    return [word for lane in LANES for session in lane.sessions for word in session]


def folders():
    return [word for word in words() if word.startswith("tests/") and not word.endswith(".py")]


def test_lanes_run_every_folder_of_tests_once():
    own = {f"tests/{path.name}" for path in (ROOT / "tests").iterdir() if list(path.glob("test_*.py"))}
    without_stack = {"tests/benchmarks"}
    nested = {"tests/stack"}
    assert sorted(folders()) == sorted(own - without_stack | nested)


def test_module_that_one_lane_leaves_out_is_run_by_the_other():
    left_out = [word.removeprefix(IGNORE) for word in words() if word.startswith(IGNORE)]
    assert sorted(left_out) == sorted(word for word in words() if word.endswith(".py") and "=" not in word)
    assert all((ROOT / path).is_file() for path in left_out)


def test_lanes_run_the_stack_tests_of_every_package():
    assert ("-m", "stack", "contracts", "libs", "services", "infra") in LANES[1].sessions


def test_lanes_share_neither_ports_nor_data():
    stacks = [Stack(home=ROOT / lane.environment["TRACLEARN_TEST_HOME"], base=lane.base) for lane in LANES]
    first, second = (set(stack.ports.values()) for stack in stacks)
    assert not first & second
    assert stacks[0].home != stacks[1].home
