"""Steps that are proposed for an accepted path after grades: open until they are taken or declined."""

from typing import Any

from progress.domain.path import Path

Json = dict[str, Any]


def known_steps(path: Path) -> list[Json]:
    """All that were proposed, with the path or later, numbered as the path generator does. Of one that was
    dropped and comes back, the later word counts."""
    later = {step: said.data["step"] for step, said in path.proposed_steps.items()}
    first = path.proposal.data["steps"] if path.proposal else []
    return [step for step in first if step["step"] not in later] + [*later.values()]


def needs_of(path: Path, step: Json) -> list[int]:
    """With the steps that were proposed to help it."""
    helping = [
        said.data["step"]["n"] for said in path.proposed_steps.values() if said.data["before"] == step["step"]
    ]
    return [*step["needs"], *sorted(helping)]


def open_proposals(path: Path) -> list[Json]:
    """The StepProposed.v1 of what the learner may still take, the earliest first."""
    if path.acceptance is None or path.current[0] != "accepted":
        return []
    settled = {each["step"] for each in path.acceptance.data["steps"]} | path.declined
    said = sorted(path.proposed_steps.values(), key=lambda each: each.rank)
    return [each.data for each in said if each.data["step"]["step"] not in settled]
