"""What a path says to people."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from traclearn_contracts.models import Remark
from traclearn_contracts.remarks import prose, say

from path_generator.domain.paths.plan import Plan, PlannedStep
from path_generator.domain.text import name_of, normalised, one_line

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
MAX_NAMES = 20
"""In one remark, as the contract says."""
MORE = "…"
"""Stands for the names that are too many."""


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


def reasons_of(step: PlannedStep, goals: Sequence[str], missed: bool) -> tuple[Remark, ...]:
    """Why it stands there."""
    if step.concept in goals:
        reason = Remark(code="step_asked_for")
    elif step.serves:
        reason = _about("step_needed_for", step.serves[:NAMED_IN_REASON])
    else:
        reason = Remark(code="step_needed")
    return (Remark(code="step_missed"), reason) if missed else (reason,)


def reasons_of_gap(score: float, concept: str) -> tuple[Remark, ...]:
    """Why a step is proposed after a grade of the concept's."""
    return (_about("step_gap", [capitalised(concept)], str(round(100 * score))),)


def say_reasons(reasons: Sequence[Remark]) -> str:
    """In English, in one line."""
    return one_line(prose(reasons, "; "), MAX_REASON_CHARS)


def warnings_of(
    plan: Plan, goals: Sequence[str], found_at: datetime | None = None, is_stale: bool = False
) -> list[Remark]:
    """`found_at`: when the material was found, where it could not be looked for now. `is_stale`: whether
    prerequisites may be missing."""
    said = [] if found_at is None else [_found_before(found_at)]
    said += [Remark(code="path_stale")] if is_stale else []
    said += [_about("path_circle", cycle) for cycle in plan.cycles]
    if plan.without_passage:
        one = len(plan.without_passage) == 1
        said.append(_about("path_no_text" if one else "path_no_texts", plan.without_passage))
    if plan.without_question:
        said.append(_about("path_no_question", plan.without_question))
    missing = [concept for concept in goals if concept in plan.no_time]
    if missing:
        said.append(_about("path_no_time", missing))
    return said[:MAX_WARNINGS]


def say_warning(warning: Remark) -> str:
    """In English, in one line."""
    return one_line(say(warning), MAX_WARNING_CHARS)


def _found_before(at: datetime) -> Remark:
    return Remark(code="path_found_before", text=at.astimezone(UTC).strftime("%H:%M"))


def _about(code: str, names: Sequence[str], text: str | None = None) -> Remark:
    told = names if len(names) <= MAX_NAMES else [*names[: MAX_NAMES - 1], MORE]
    return Remark(code=code, titles=[name_of(name) for name in told], text=text)
