"""Why an item of a grade is as it is, in other words: by what was found in the answer, or was not."""

from collections.abc import Sequence

from traclearn_contracts.models import GradedItem, Source

from grader.domain.feedback import NO_ANSWER, UNCERTAIN, listed, shown


def explanation(item: GradedItem, flags: Sequence[str], sources: Sequence[Source], *, certain: bool) -> str:
    """Plain text. `certain`: nobody is asked to look at the grade."""
    lines = [_found(item, flags)]
    if item.ruling:
        lines.append("An author has decided that such words are to be taken so.")
    if item.verdict != "yes" and sources:
        lines.append(f"Read again: {listed([source.title for source in sources])}.")
    if not certain:
        lines.append(UNCERTAIN)
    return " ".join(lines)


def _found(item: GradedItem, flags: Sequence[str]) -> str:
    reason = next((flag for flag in flags if flag in NO_ANSWER), None)
    if item.verdict == "no":
        said = NO_ANSWER[reason] if reason else item.reason
        return said or f"{item.label}: no words of your answer were found to say this."
    quote = f"{item.label}: you wrote “{shown(item.quote)}”."
    if item.verdict == "yes":
        return f"{quote} These words say what is asked for here."
    return f"{quote} {item.reason or 'These words say a part of it, or say it vaguely. Say more about this.'}"
