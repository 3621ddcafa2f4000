"""A grade's story as lines for people."""

from collections.abc import Iterator, Sequence

from traclearn_cli.output import Fields

MARKS = {"yes": "✓", "partly": "~", "no": "✗"}
CONTROLS = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0)), "\N{REPLACEMENT CHARACTER}")
CONTROLS |= dict.fromkeys(map(ord, "\t\n\r"), " ")
"""What a learner or a model wrote moves no cursor and begins no line."""


def story_lines(story: Fields) -> Iterator[str]:
    """The attempt and its answer, then what happened to it, in order; for a terminal."""
    return (line.translate(CONTROLS) for line in _lines(story))


def _lines(story: Fields) -> Iterator[str]:
    course = f" · {story['course']}" if story["course"] else ""
    yield f"Ticket #{story['ticket_id']}{course} · learner {story['learner']} · attempt {story['attempt']}"
    yield f"Answered {story['submitted_at'] or 'at a time that is gone with its ticket'}"
    answer = story["answer"]
    yield from (f"  | {line}" for line in answer.splitlines()) if answer else ("  (erased, or gone)",)
    for entry in story["story"]:
        yield ""
        yield from entry_lines(entry, counts=entry["id"] == story["counts"])
    if "replies" in story:
        yield ""
        yield from reply_lines(story["replies"])


def entry_lines(entry: Fields, *, counts: bool) -> Iterator[str]:
    by = entry["by"] or "unknown"
    score = f": {percent(entry['score'])}" if entry.get("score") is not None else ""
    notes = [name for name, holds in (("counts", counts), ("refused", entry.get("refused"))) if holds]
    noted = f" ({', '.join(notes)})" if notes else ""
    yield f"{entry['at']}  {entry['kind']}{score} by {by}{noted}"
    yield from _details(entry)
    for item in entry.get("items") or ():
        quoted = f' "{item["quote"]}"' if item.get("quote") else ""
        yield f"  {MARKS[item['verdict']]} {item['verdict']:<6} {item.get('label') or item['id']}{quoted}"
    for name in ("reason", "feedback", "text"):
        if entry.get(name):
            yield f"  {name}: {' '.join(entry[name].split())}"


def reply_lines(replies: Sequence[Fields]) -> Iterator[str]:
    """Word for word, whatever it is."""
    if not replies:
        yield "No reply of a language model: none was paid, or it is pruned or erased."
    for kept in replies:
        reply = kept["reply"]
        yield f"{kept['received_at']}  reply {reply['reply_id'] or 'without an id'}, {kept['call']}"
        yield from (f"  | {line}" for line in reply["text"].splitlines() or [f"({reply['ending']}, empty)"])


def _details(entry: Fields) -> Iterator[str]:
    """Ids and figures, in a line each."""
    if "revision" in entry:
        flags = f", flags {', '.join(entry['flags'])}" if entry["flags"] else ""
        revision = f"revision {entry['revision']}, of question revision {entry['question_revision'] or '?'}"
        yield f"  {entry['id']}: {entry['cause']}, {revision}, confidence {entry['confidence']:.2f}{flags}"
    if entry.get("outcome"):
        yield f"  {entry['outcome']}: {entry['why']}"
    if entry.get("override"):
        yield f"  takes back the grade of event {entry['override']}"
    if entry.get("deduction"):
        yield f"  takes {percent(entry['deduction'])} from the score"
    if provenance := entry.get("provenance"):
        yield f"  {provenance_line(provenance, entry)}"


def provenance_line(provenance: Fields, entry: Fields) -> str:
    cost = provenance["cost_usd"]
    prompt = f", prompt {provenance['prompt_version']}" if provenance["prompt_version"] else ""
    known = (
        f"{provenance['provider']}/{provenance['model']}{prompt}",
        f"{provenance['input_tokens']} + {provenance['output_tokens']} tokens",
        "no list price" if cost is None else f"${cost:.6f}",
        f"{entry['latency_ms']} ms" if entry.get("latency_ms") is not None else "",
        f"reply {entry['reply_id']}" if entry.get("reply_id") else "",
    )
    return ", ".join(part for part in known if part)


def percent(share: float) -> str:
    return f"{100 * share:.4g} %"
