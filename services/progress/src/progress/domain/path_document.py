"""A path as the API and the feed tell it: plain JSON values."""

from datetime import UTC, datetime, timedelta
from typing import Any

from progress.domain.path import Json, Path, PathState
from progress.domain.proposed_steps import known_steps, needs_of, open_proposals

MAX_TITLE_CHARACTERS = 255
"""As PathGenerated.v1 has it; a path that has no title yet is called by its goal."""
STAGES: dict[PathState, int] = {
    "requested": 0,
    "working": 1,
    "proposed": 2,
    "unavailable": 2,
    "accepted": 3,
    "given_up": 4,
}
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def path_summary(path: Path) -> Json:
    """One path in the list. `minutes` is what the learner has, null until the request has come."""
    steps = path_steps(path)
    goal = str(_said(path, "goal", ""))
    titled = path.renaming or path.proposal
    return {
        "id": str(path.id),
        "state": path.current[0],
        "title": titled.data["title"] if titled else goal[:MAX_TITLE_CHARACTERS],
        "goal": goal,
        "difficulty": _said(path, "difficulty", None),
        "minutes": path.request.data["minutes"] if path.request else None,
        "path_minutes": sum(step["minutes"] for step in steps) if steps else None,
        "step_count": len(steps),
        "requested_at": requested_at(path).isoformat(),
        "at": changed_at(path).isoformat(),
    }


def path_document(path: Path) -> Json:
    """One path with all that is known of it."""
    state, steps = path.current[0], path_steps(path)
    work = path.headway.data if path.headway and state == "working" else {}
    refusal = path.refusal.data if path.refusal and state == "unavailable" else {}
    proposal = path.proposal.data if path.proposal and path.progress[0] != "unavailable" else {}
    return path_summary(path) | {
        "renamed_at": path.renaming.at.isoformat() if path.renaming else None,
        "phase": work.get("phase"),
        "done": work.get("done", len(steps)),
        "total": work.get("total", len(steps)),
        "reason": refusal.get("reason"),
        "detail": refusal.get("detail") or work.get("detail", ""),
        "nearest": refusal.get("nearest", []),
        "warnings": proposal.get("warnings", []),
        "remarks": refusal.get("remarks") or proposal.get("remarks", []),
        "skipped": proposal.get("skipped", []) + _dropped(path, steps),
        "steps": steps,
        "proposed_steps": _proposed(path, steps),
        "declined": sorted(path.declined),
    }


def path_rank(path: Path) -> list[int]:
    """Of two documents of a path that of the greater rank counts, and of equal ones the later in the feed."""
    return [STAGES[path.current[0]], (changed_at(path) - EPOCH) // timedelta(microseconds=1)]


def requested_at(path: Path) -> datetime:
    """Of the request or, until it has come, the earliest that is known."""
    if path.request:
        return path.request.at
    known = (
        path.headway,
        path.proposal,
        path.refusal,
        path.acceptance,
        path.renaming,
        path.abandonment,
        path.material,
    )
    return min((each.at for each in (*known, *path.proposed_steps.values()) if each), default=EPOCH)


def changed_at(path: Path) -> datetime:
    """When what gives the path its state occurred."""
    said = path.current[1]
    return said.at if said else EPOCH


def path_steps(path: Path) -> list[Json]:
    """The proposed steps or, of an accepted path, those taken: in the learner's order, with their tickets."""
    if path.proposal is None or path.progress[0] == "unavailable":
        return []
    if path.acceptance is None:
        return [_step(path, step, step["n"], step["needs"]) for step in path.proposal.data["steps"]]
    tickets = {each["step"]: each["ticket"] for each in path.acceptance.data["steps"]}
    places = _places(path)
    steps = [
        _step(path, step, places[step["n"]], _in_places(needs_of(path, step), places), tickets[step["step"]])
        for step in known_steps(path)
        if step["step"] in tickets
    ]
    return sorted(steps, key=lambda step: int(step["n"]))


def _proposed(path: Path, steps: list[Json]) -> list[Json]:
    """What may be added, at the place that it would have."""
    place, places = {step["step"]: step["n"] for step in steps}, _places(path)
    return [
        _step(path, said["step"], place[said["before"]], _in_places(said["step"]["needs"], places))
        | {"before": said["before"], "because": said["because"]}
        for said in open_proposals(path)
        if said["before"] in place
    ]


def _places(path: Path) -> dict[int, int]:
    """Of the taken steps, by the numbers that the path generator gave them."""
    taken = {each["step"]: each["n"] for each in path.acceptance.data["steps"]} if path.acceptance else {}
    return {step["n"]: taken[step["step"]] for step in known_steps(path) if step["step"] in taken}


def _in_places(needs: list[int], places: dict[int, int]) -> list[int]:
    return [places[n] for n in needs if n in places]


def _dropped(path: Path, steps: list[Json]) -> list[Json]:
    """What the learner left out when accepting."""
    if path.proposal is None or not steps:
        return []
    kept = {step["step"] for step in steps}
    proposed = path.proposal.data["steps"]
    return [
        {"concept": step["concept"], "reason": "dropped"} for step in proposed if step["step"] not in kept
    ]


def _step(path: Path, step: Json, place: int, needs: list[int], ticket: int | None = None) -> Json:
    """With where its passage is now, and whether that left the material."""
    material = path.material.data if path.material else {"retired": [], "moved": []}
    moved: Json = next((where for where in material["moved"] if where["step"] == step["step"]), {})
    source = step["source"] | {name: value for name, value in moved.items() if name != "step"}
    section = {"section": ", ".join(source["heading"])}
    return step | {
        "n": place,
        "remarks": step.get("remarks", []),
        "needs": needs,
        "source": source | section,
        "ticket_id": ticket,
        "retired": step["step"] in material["retired"],
    }


def _said(path: Path, name: str, default: Any) -> Any:
    """What was asked for; the outcome repeats it, should the request be late."""
    statements = (path.request, path.proposal, path.refusal)
    return next((each.data[name] for each in statements if each and each.data.get(name)), default)
