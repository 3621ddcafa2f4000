"""A release as a list: each step says what it does before it does it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from traclearn_deploy.errors import DeployError, StepFailed


@dataclass(frozen=True, slots=True)
class Step:
    """`does` is a sentence for whoever watches; `run` raises DeployError where it does not end well."""

    name: str
    does: str
    run: Callable[[], None]


WAY_BACK = " To go back to what ran before: traclearn-deploy rollback."


def run_steps(
    steps: Sequence[Step], say: Callable[[str], None], *, dry_run: bool = False, way_back: str = WAY_BACK
) -> None:
    """In order, and none after one that failed. Raises StepFailed, which names where to go on."""
    for number, step in enumerate(steps, start=1):
        say(f"{number:>2}/{len(steps)} {step.name}: {step.does}")
        if dry_run:
            continue
        try:
            step.run()
        except DeployError as error:
            raise StepFailed(
                f"{step.name} failed: {error}\nNothing after it ran. Mend it and run the same command again: "
                f"what is done is found done.{way_back}"
            ) from error
