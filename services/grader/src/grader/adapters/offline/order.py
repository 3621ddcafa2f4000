"""Who does it to whom: `UDP is faster than TCP` is not `TCP is faster than UDP`."""

from collections.abc import Sequence

from grader.domain.words import Word, same

HINGES = frozenset(["than", "under", "below", "above", "over", "before", "after", "into", "beneath"])


def sides(found: Sequence[Word], hinge: str) -> tuple[Sequence[Word], Sequence[Word]]:
    """The words that carry meaning before and after the first `hinge`."""
    at = next(i for i, word in enumerate(found) if word.text == hinge)
    left = [word for word in found[:at] if word.content]
    right = [word for word in found[at + 1 : at + 6] if word.content]
    return left, right


def among(word: Word, those: Sequence[Word]) -> bool:
    return any(same(word.stem, other.stem) for other in those)


def moved(these: Sequence[Word], same_side: Sequence[Word], other_side: Sequence[Word]) -> bool:
    """Whether one of `these` now stands on the other side and no longer on its own."""
    return any(among(word, other_side) and not among(word, same_side) for word in these)


def swapped(criterion: Sequence[Word], passage: Sequence[Word]) -> bool:
    """Whether both use the same comparing word with the two parties exchanged."""
    for hinge in HINGES & {w.text for w in criterion} & {w.text for w in passage}:
        left, right = sides(criterion, hinge)
        other_left, other_right = sides(passage, hinge)
        if moved(left, other_left, other_right) and moved(right, other_right, other_left):
            return True
    return False
