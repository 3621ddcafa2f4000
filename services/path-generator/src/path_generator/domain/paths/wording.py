"""What a path says to people."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from path_generator.domain.paths.plan import Plan, PlannedStep
from path_generator.domain.text import listed, normalised, one_line

MAX_TITLE_CHARS = 255
MAX_TOPIC_CHARS = 1000
MAX_REASON_CHARS = 500
MAX_WARNING_CHARS = 500
MAX_WARNINGS = 20
"""All as the contract of a path says."""
OPENING = re.compile(
    r"^(?:(?:please|hi|hello|can you|could you)\b[,!]?\s*)*"
    r"(?:(?:teach|show|tell)\s+me|explain(?:\s+to\s+me)?|help\s+me\s+(?:to\s+)?(?:learn|understand)"
    r"|i(?:\s+want|['’]d\s+like|\s+would\s+like)\s+to\s+(?:learn|know|understand)|learn)\b\s*(?:about\s+)?",
    re.IGNORECASE,
)
"""Words that ask, and say nothing of what is asked for."""
PUNCTUATION = ".,;:!?…\"'“”„‘’«»()[]{}-–—"
"""Around a word, where it is no part of it: `C++` and `C` are two topics."""
NAMED_IN_REASON = 2
STALE = (
    "The material has just changed, and what needs what is not worked out yet: steps may be missing. "
    "Ask again in a minute."
)


def path_title(goal: str) -> str:
    wish = OPENING.sub("", " ".join(goal.split())).strip(" .!?") or goal
    return one_line(capitalised(wish), MAX_TITLE_CHARS)


def topic_of(goal: str) -> str:
    """The same for goals that ask for the same in other words; '' where there is no word in it."""
    asked = normalised(goal)
    words = (word.strip(PUNCTUATION) for word in (OPENING.sub("", asked) or asked).split())
    return " ".join(filter(None, words))[:MAX_TOPIC_CHARS]


def capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def reason_of(step: PlannedStep, goals: Sequence[str], missed: bool) -> str:
    """Why it stands there."""
    if step.concept in goals:
        reason = "what you asked for"
    elif step.serves:
        reason = f"needed for {listed(list(step.serves[:NAMED_IN_REASON]))}"
    else:
        reason = "needed for what you asked for"
    return one_line(f"you missed it before; {reason}" if missed else reason, MAX_REASON_CHARS)


def reason_of_gap(score: float, concept: str) -> str:
    """Why a step is proposed after a grade of the concept's."""
    said = f"you had {round(100 * score)} % on “{capitalised(concept)}”, which builds on this"
    return one_line(said, MAX_REASON_CHARS)


def warnings_of(
    plan: Plan, goals: Sequence[str], found_at: datetime | None = None, is_stale: bool = False
) -> list[str]:
    """`found_at`: when the material was found, where it could not be looked for now. `is_stale`: whether
    prerequisites may be missing."""
    said = [] if found_at is None else [_found_before(found_at)]
    said += [STALE] if is_stale else []
    said += [
        f"The prerequisites of {listed(list(cycle))} go round in a circle: "
        "the weakest is left out of the order."
        for cycle in plan.cycles
    ]
    if plan.without_passage:
        names = listed(list(plan.without_passage))
        them = "it" if len(plan.without_passage) == 1 else "them"
        said.append(f"Not in this path: {names} – the material has no text on {them}.")
    if plan.without_question:
        names = listed(list(plan.without_question))
        said.append(f"What was asked about {names} made no sense, to you or to an author: left out.")
    missing = [concept for concept in goals if concept in plan.no_time]
    if missing:
        said.append(f"The time is too short to reach {listed(missing)}. Ask for a longer path to get there.")
    return [one_line(words, MAX_WARNING_CHARS) for words in said[:MAX_WARNINGS]]


def _found_before(at: datetime) -> str:
    when = at.astimezone(UTC).strftime("%H:%M")
    return f"The knowledge base is away: this path was made from what was found at {when} UTC."
