"""How the appeals of an attempt stand, worked out from all that is known of them and of the attempt's grades.

Facts come in any order, so an appeal may be refused at first and taken up later, or the other way round.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from traclearn_contracts.grades import accepted_overrides, rank_of

from progress.domain.appeal import Appeal, Appeals
from progress.domain.appeal_refusal import appealed_grade, refusal_of
from progress.domain.attempt import Attempt
from progress.domain.path import Statement

State = Literal["open", "stands", "with_author", "decided", "rejected"]

NO_SECOND_VOICE = "no_second_voice"
AUTHOR = "author"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class AppealStatus:
    """`why` is the reason of a refusal, too; `answer` is what the author says to it; `at`: since when."""

    state: State
    at: datetime
    why: str | None = None
    answer: str = ""


@dataclass(frozen=True, slots=True)
class AppealStatuses:
    appeals: Appeals
    attempt: Attempt

    @property
    def by_id(self) -> dict[UUID, AppealStatus]:
        """Of those that were made, in the order in which they were."""
        found: dict[UUID, AppealStatus] = {}
        appealed: set[UUID] = set()
        for appeal, made in self._made():
            grade = appealed_grade(self.attempt, made)
            refusal = refusal_of(self.attempt, made, grade, appealed)
            found[appeal.id] = (
                AppealStatus("rejected", made.at, refusal) if refusal else self._status(appeal, made)
            )
            appealed |= {grade.id} if grade and not refusal else set()
        return found

    def shown(self) -> tuple[UUID, AppealStatus] | None:
        """The attempt's appeal: of those that are not refused the last one."""
        taken = [(id_, status) for id_, status in self.by_id.items() if status.state != "rejected"]
        return taken[-1] if taken else None

    def document(self, id_: UUID, status: AppealStatus) -> dict[str, Any]:
        made = self.appeals.known[id_].made
        return {
            "id": str(id_),
            "state": status.state,
            "why": status.why,
            "reason": made.data["reason"] if made else "",
            "answer": status.answer,
            "at": status.at.isoformat(),
        }

    @property
    def rank(self) -> int:
        """Microseconds since 1970 of the latest thing known: it never falls while more becomes known."""
        appeals = self.appeals.known.values()
        said = [each.at for appeal in appeals for each in (appeal.made, appeal.assessed) if each]
        graded = [each.at for each in self.attempt.grades]
        withdrawn = [each.at for each in self.attempt.withdrawals]
        overdue = [appeal.overdue_at for appeal in appeals if appeal.overdue_at]
        return (max([*said, *graded, *withdrawn, *overdue]) - EPOCH) // timedelta(microseconds=1)

    def _made(self) -> list[tuple[Appeal, Statement]]:
        made = [(appeal, appeal.made) for appeal in self.appeals.known.values() if appeal.made]
        return sorted(made, key=lambda pair: pair[1].rank)

    def _status(self, appeal: Appeal, made: Statement) -> AppealStatus:
        return _decision(self.attempt, appeal, made) or _assessment(appeal, made)


def _decision(attempt: Attempt, appeal: Appeal, made: Statement) -> AppealStatus | None:
    """By a person's grade that says so or was given since; a withdrawn one opens it for authors again."""
    given = accepted_overrides(attempt.grades, attempt.withdrawals)
    decisions = [grade for grade in given if grade.appeal == appeal.id or grade.at >= made.at]
    withdrawn = {each.override for each in attempt.withdrawals}
    standing = [grade for grade in decisions if grade.event_id not in withdrawn]
    if standing:
        last = max(standing, key=rank_of)
        return AppealStatus("decided", last.at, AUTHOR, last.reason or last.feedback)
    gone = {grade.event_id for grade in decisions}
    at = max((each.at for each in attempt.withdrawals if each.override in gone), default=None)
    return AppealStatus("with_author", at, AUTHOR) if at else None


def _assessment(appeal: Appeal, made: Statement) -> AppealStatus:
    """By the second grader, which may come after the appeal was given up on."""
    if appeal.assessed:
        said = appeal.assessed.data
        state: State = "stands" if said["outcome"] == "stands" else "with_author"
        return AppealStatus(state, appeal.assessed.at, said["why"])
    if appeal.overdue_at:
        return AppealStatus("with_author", appeal.overdue_at, NO_SECOND_VOICE)
    return AppealStatus("open", made.at)


def appeal_document(statuses: AppealStatuses) -> dict[str, Any] | None:
    """The attempt's appeal, as the API and the feed tell it: plain JSON values. None: there is none."""
    shown = statuses.shown()
    if shown is None:
        return None
    return statuses.document(*shown)
