"""Rows of the change feed that tell of appeals."""

from dataclasses import replace
from typing import Any

from progress.domain.appeal_status import AppealStatuses, appeal_document
from progress.domain.change import Change, rejection


def appeal_changes(own: Change, before: AppealStatuses, after: AppealStatuses) -> list[Change]:
    """The event's `own` row, an echo alone while there is no appeal; and one for each appeal that is refused
    because this one was made before it."""
    made = own.event_id and after.by_id.get(own.event_id)
    if made and made.state == "rejected":
        return [rejection(own, made.why or "")]
    told = _told(after)
    row = replace(own, appeal=told) if told else replace(own, attempt=None)
    return [*_refusals(before, after), row]


def followed_changes(before: AppealStatuses, after: AppealStatuses) -> list[Change]:
    """What became of the attempt's appeals by something else: each row echoes the appeal that it tells of."""
    rows, shown = _refusals(before, after), after.shown()
    if shown and appeal_document(before) != appeal_document(after):
        appeals = after.appeals
        where = (appeals.learner, appeals.ticket, appeals.attempt)
        rows.append(Change("appeal", shown[0], *where, appeal=_told(after)))
    return rows


def _refusals(before: AppealStatuses, after: AppealStatuses) -> list[Change]:
    """Of appeals that were taken up before. Where the attempt has none any more the row tells so of the one
    that it had: readers go by the last row that tells of it."""
    taken = {id_ for id_, status in before.by_id.items() if status.state != "rejected"}
    refused = {id_: status.why for id_, status in after.by_id.items() if status.state == "rejected"}
    who = (after.appeals.learner, after.appeals.ticket)
    rows = [Change("rejected", id_, *who, reason=why) for id_, why in refused.items() if id_ in taken]
    shown = before.shown()
    if shown is None or after.shown():
        return rows
    last = after.document(shown[0], after.by_id[shown[0]]) | {"rank": after.rank}
    return [
        replace(row, attempt=after.appeals.attempt, appeal=last) if row.event_id == shown[0] else row
        for row in rows
    ]


def _told(statuses: AppealStatuses) -> dict[str, Any] | None:
    document = appeal_document(statuses)
    return document and document | {"rank": statuses.rank}
