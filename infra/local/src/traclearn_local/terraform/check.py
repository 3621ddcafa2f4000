"""`make infra-check`: each look at infra/terraform and what goes with it, shown when it ends. None needs AWS.

Exit 0 when all is well, 1 when something is not, 2 when Terraform or its provider is not on this machine and
nothing was looked at. What Go builds is "not run" without Go.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from traclearn_local import containers
from traclearn_local.cloud import cognito
from traclearn_local.cloud.cognito import Identity
from traclearn_local.errors import LocalError, Missing
from traclearn_local.go_tools import ACTIONLINT, COMPOSE, build
from traclearn_local.stack import ROOT, Stack, offsets
from traclearn_local.terraform import readmes, workspace
from traclearn_local.terraform.binary import Terraform, find

NOT_RUN = 2
CHECKOV = "checkov==3.3.30"
BUILD = ROOT / "build" / "terraform" / "check"
Look = Callable[[], object]


class Check:
    """The looks, on one copy of the sources."""

    def __init__(self, terraform: Terraform) -> None:
        self._terraform = terraform
        self._copy = workspace.copy(BUILD)

    def chains(self) -> list[Iterator[tuple[str, Look]]]:
        """Each in its order, and side by side."""
        return [self._plans(), self._modules(), self._with_go()]

    def _plans(self) -> Iterator[tuple[str, Look]]:
        yield "format", lambda: self._terraform.run(workspace.SOURCES, "fmt", "-check", "-recursive", "-diff")
        yield "READMEs of modules", readmes.check
        for root in self._roots():
            yield f"validate {root.name}", partial(self._validate, root)
            yield f"plan {root.name}", partial(self._plan, root)
        yield "plans against contracts and code", partial(self._pytest, "plans")
        yield "applied to LocalStack", partial(self._pytest, "applied")

    def _modules(self) -> Iterator[tuple[str, Look]]:
        yield "terraform test", self._test
        yield "checkov", self._checkov

    def _with_go(self) -> Iterator[tuple[str, Look]]:
        yield "workflows, by actionlint", self._actionlint
        yield "docker-compose.yml, by Compose", self._compose

    def _roots(self) -> Iterator[Path]:
        yield from workspace.environments(self._copy)
        yield self._copy / "tests" / "emulator"

    def _validate(self, root: Path) -> None:
        self._terraform.init(root)
        self._terraform.run(root, "validate", "-no-color")

    def _plan(self, root: Path) -> None:
        workspace.write_plan(self._terraform, root, BUILD / f"{root.name}.json")

    def _test(self) -> None:
        """Each root's own assertions, with what only AWS knows made up."""
        for root in sorted({path.parents[1] for path in self._copy.glob("*/*/tests/*.tftest.hcl")}):
            self._terraform.init(root)
            self._terraform.run(root, "test", "-no-color")

    def _pytest(self, folder: str) -> None:
        given = {"TRACLEARN_PLANS": str(BUILD), "TRACLEARN_TERRAFORM_PLUGINS": str(self._terraform.mirror)}
        _call([sys.executable, "-m", "pytest", "-q", f"infra/terraform/tests/{folder}"], given)

    def _checkov(self) -> None:
        """In an environment of its own: it pins a botocore that is not ours."""
        config = workspace.SOURCES / ".checkov.yaml"
        tool = [os.environ.get("UV") or "uv", "tool", "run", "--quiet", "--python", "3.11", "--from", CHECKOV]
        _call([*tool, "checkov", "--config-file", str(config), "-d", str(workspace.SOURCES)])

    def _actionlint(self) -> None:
        program = build(ACTIONLINT, Stack.find().tools)
        _call([str(program), *map(str, sorted((ROOT / ".github" / "workflows").glob("*.yml")))])

    def _compose(self) -> None:
        """Both ways of using it, with the variables of a stack that was never up but for its accounts."""
        program = build(COMPOSE, Stack.find().tools)
        stack = Stack(BUILD / "compose", offsets()[0])
        stack.make_folders()
        cognito.keep(stack, Identity("pool", "web", "machine", "secret", {}))
        with_variables = [str(program), "--env-file", str(containers.write_variables(stack))]
        for profile in ([], ["--profile", "platform"]):
            _call([*with_variables, *profile, "config", "--quiet"])


def _call(command: list[str], env: dict[str, str] | None = None) -> None:
    """Raises RuntimeError with the end of what it said."""
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **(env or {})}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = "\n".join((done.stdout + done.stderr).strip().splitlines()[-80:])
        raise RuntimeError(said)


def show(name: str, look: Look) -> bool:
    started = time.monotonic()
    try:
        look()
    except Missing as missing:
        print(f"not run {name}: {missing}", flush=True)
        return True
    except (RuntimeError, LocalError) as error:
        print(f"FAILED {name} ({time.monotonic() - started:.1f} s)\n{error}", flush=True)
        return False
    print(f"ok     {name} ({time.monotonic() - started:.1f} s)", flush=True)
    return True


def follow(looks: Iterator[tuple[str, Look]]) -> bool:
    return all([show(name, look) for name, look in looks])


def main() -> int:
    try:
        terraform = find()
    except Missing as missing:
        print(f"not run: {missing}")
        return NOT_RUN
    started = time.monotonic()
    with ThreadPoolExecutor() as pool:
        results = list(pool.map(follow, Check(terraform).chains()))
    print(f"{'ok' if all(results) else 'FAILED'} in {time.monotonic() - started:.0f} s", flush=True)
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
