"""Why an item of a grade is as it is, in other words: by what was found in the answer, or was not."""

from collections.abc import Iterable, Iterator, Sequence

from traclearn_contracts.models import GradedItem, Remark, Source
from traclearn_contracts.remarks import WHOLE

from grader.domain.feedback import NO_ANSWER, shown, where
from grader.domain.scoring import LOOK_AGAIN


def explanation(
    item: GradedItem, number: int, flags: Sequence[str], sources: Sequence[Source], *, certain: bool
) -> tuple[Remark, ...]:
    """`number`: the item's place. `certain`: nobody is asked to look at the grade."""
    said = [*_found(item, number, flags)]
    if item.ruling:
        said.append(Remark(code="ruled"))
    if item.verdict != "yes":
        said += where(sources)
    if not certain:
        said.append(Remark(code="uncertain"))
    return tuple(said)


def _found(item: GradedItem, number: int, flags: Sequence[str]) -> Iterator[Remark]:
    point = named(item, number)
    reason = next((flag for flag in flags if flag in NO_ANSWER), None)
    if item.verdict == "no":
        if reason:
            yield Remark(code=reason)
        elif item.reason:
            yield from _reason(Remark(code="own_words", item=item.id), item.reason)
        else:
            yield point.model_copy(update={"code": "not_found"})
        return
    yield point.model_copy(update={"quote": shown(item.quote)})
    if item.verdict == "yes":
        yield point.model_copy(update={"code": "says_it"})
    elif item.reason:
        yield from _reason(point, item.reason)
    else:
        yield point.model_copy(update={"code": "says_part"})


def named(item: GradedItem, number: int) -> Remark:
    """A remark by the item's name, without one that the grader gave it."""
    if item.label == WHOLE:
        return Remark(code="you_wrote", item=item.id, point=0)
    label = None if item.label == f"Point {number}" else item.label
    return Remark(code="you_wrote", item=item.id, label=label, point=number)


def _reason(point: Remark, reason: str) -> Iterable[Remark]:
    if reason == LOOK_AGAIN:
        return [point.model_copy(update={"code": "look_again"})]
    return [point.model_copy(update={"code": "own_words", "text": reason})]
