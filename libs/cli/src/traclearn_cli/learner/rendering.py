"""Paths and reviews, each as one JSON object and as lines for a person."""

from collections.abc import Iterator
from datetime import UTC, datetime

from rich.console import Console
from rich.table import Table

from traclearn_cli.output import Fields, parse_time, styled_state, time_with_zone

STATE_WIDTH = 11
FACTS = ("state", "title", "goal", "difficulty", "minutes", "path_minutes", "phase", "done", "total")
STEP_FACTS = ("n", "concept", "title", "minutes", "reason", "question", "ticket_id", "retired")
SOURCE_FACTS = ("document", "name", "title", "section", "page", "href")
TABLE_WIDTH = 110
"""Characters, where there is no terminal to say how wide it is."""
SKIPPED = {"mastered": "you know it already", "no_time": "there is no time for it"}


def requested_path(path_id: str, wish: Fields) -> Fields:
    """A path of which nothing is known yet but what was asked."""
    nothing: Fields = {
        "phase": None,
        "done": 0,
        "total": 0,
        "path_minutes": None,
        "reason": None,
        "detail": "",
    }
    lists: Fields = {"steps": [], "proposed_steps": [], "skipped": [], "warnings": [], "nearest": []}
    return {"id": path_id, "state": "requested", "title": wish["goal"]} | wish | nothing | lists


def path_fields(path: Fields) -> Fields:
    """With --json. Passages are left out: `source` says where they stand."""
    why = {name: path[name] for name in ("reason", "detail", "nearest")}
    facts = {name: path[name] for name in FACTS}
    steps = {
        "steps": [_step_fields(step) for step in path["steps"]],
        "proposed_steps": [
            _step_fields(step) | {name: step[name] for name in ("before", "because")}
            for step in open_proposals(path)
        ],
    }
    rest = {"skipped": path["skipped"], "warnings": path["warnings"]}
    return {"path": path["id"]} | facts | steps | rest | why


def open_proposals(path: Fields) -> list[Fields]:
    """Steps that are proposed in addition: neither taken nor declined, and in the material."""
    return [step for step in path["proposed_steps"] if not step["retired"]]


def path_row(path: Fields) -> str:
    """One path in one line."""
    minutes = "" if path["path_minutes"] is None else f", {path['path_minutes']} min"
    state = styled_state(path["state"], STATE_WIDTH)
    when = time_with_zone(path["requested_at"])[:16]
    return f"{state} {path['id']}  {when}  {path['title']} ({path['step_count']} steps{minutes})"


def review_fields(progress: Fields) -> Fields:
    """With --json. `due`: now; what was answered last may have passed or not."""
    due_at = parse_time(progress["review_due_at"])
    due = due_at is not None and due_at <= datetime.now(UTC)
    names = ("ticket_id", "review_due_at", "answer_score")
    return {name: progress[name] for name in names} | {"due": due}


def review_row(review: Fields) -> str:
    """One review in one line."""
    state = "due" if review["due"] else "coming"
    return f"{state:6} {time_with_zone(review['review_due_at'])}  #{review['ticket_id']}"


def path_lines(path: Fields) -> Iterator[str]:
    """A path with its steps as a table."""
    yield f"{styled_state(path['state'], STATE_WIDTH)} {path['title']}"
    yield f"  path: {path['id']}"
    if path["detail"]:
        yield f"  {path['detail']}"
    yield from (f"  nearest: {near['concept']}, in {near['title']}" for near in path["nearest"])
    if path["steps"]:
        yield f"  {len(path['steps'])} steps, about {path['path_minutes']} minutes"
        yield step_table(path["steps"])
    titles = {step["step"]: step["title"] for step in path["steps"]}
    for step in open_proposals(path):
        before = titles.get(step["before"], step["before"])
        yield f"  proposed in addition, before “{before}”: {step['title']} ({step['minutes']} min)"
        yield f"    {step['reason']}; from {place(step)}. Add it on the path's page in Trac."
    for skipped in path["skipped"]:
        yield f"  left out: {skipped['concept']}, {SKIPPED.get(skipped['reason'], skipped['reason'])}"
    yield from (f"  note: {warning}" for warning in path["warnings"])


def step_table(steps: list[Fields]) -> str:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name in ("step", "min", "ticket"):
        table.add_column(name, justify="right", no_wrap=True)
    for name in ("learn", "why", "from", "question"):
        table.add_column(name, overflow="fold")
    for step in steps:
        ticket = "" if step["ticket_id"] is None else f"#{step['ticket_id']}"
        numbers = (str(step["n"]), str(step["minutes"]), ticket)
        table.add_row(
            *numbers, *map(_literal, (step["title"], step["reason"], place(step), step["question"]))
        )
    console = Console(width=None if Console().is_terminal else TABLE_WIDTH, highlight=False)
    with console.capture() as captured:
        console.print(table)
    return "\n".join(line.rstrip() for line in captured.get().rstrip().splitlines())


def place(step: Fields) -> str:
    """Where the passage stands, or stood."""
    source = step["source"]
    page = "" if source["page"] is None else f", page {source['page']}"
    section = f" › {source['section']}" if source["section"] else ""
    gone = " (no longer in the material)" if step["retired"] else ""
    return f"{source['name']}{section}{page}{gone}"


def _step_fields(step: Fields) -> Fields:
    source = {name: step["source"][name] for name in SOURCE_FACTS}
    return {name: step[name] for name in STEP_FACTS} | {"source": source}


def _literal(text: str) -> str:
    """Material may hold what rich takes for markup."""
    from rich.markup import escape

    return escape(text)
