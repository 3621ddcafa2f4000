"""The handlers' transaction on PostgreSQL."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Table, and_, func, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection
from traclearn_corpus import Decision

from indexer.adapters.rows import is_open, is_source, previous_revision, status_query, to_source, to_status
from indexer.adapters.tables import DOCUMENTS, EDGE_DECISIONS, NAME_DECISIONS, REVISIONS, SUBJECTS
from indexer.domain.concepts.author_decisions import AuthorDecisions
from indexer.domain.concepts.concept_names import NameDecision
from indexer.domain.documents.identity import Origin, Source, document_id
from indexer.domain.documents.revision import UNDER_WAY, State
from indexer.domain.documents.status import DocumentStatus

NOW = func.clock_timestamp()
MAX_DOUBLINGS = 5
"""How often the pause before a removal is asked for again doubles."""


class SqlStore:
    """`application.ports.Store` on one connection, whose transaction somebody else begins and ends."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def find_status(self, document: UUID, revision: int) -> DocumentStatus | None:
        row = (await self._connection.execute(status_query(document, revision))).mappings().one_or_none()
        return to_status(row, revision) if row else None

    async def find_newest(self, document: UUID) -> Source | None:
        query = select(DOCUMENTS).where(DOCUMENTS.c.document == document)
        row = (await self._connection.execute(query)).mappings().one_or_none()
        return to_source({**row, "type": None}, row["revision"]) if row else None

    async def ensure_revision(self, source: Source) -> DocumentStatus:
        document = {
            "document": source.document,
            "origin": source.origin,
            "name": source.name,
            "owner": source.owner,
            "subject": source.subject,
            "revision": source.revision,
        }
        known = insert(DOCUMENTS).values(document)
        newest = func.greatest(DOCUMENTS.c.revision, known.excluded.revision)
        await self._connection.execute(
            known.on_conflict_do_update(index_elements=["document"], set_={"revision": newest})
        )
        revision = {"document": source.document, "revision": source.revision, "state": "uploaded"}
        await self._connection.execute(
            insert(REVISIONS).values(revision | {"type": source.type}).on_conflict_do_nothing()
        )
        found = await self._connection.execute(status_query(source.document, source.revision))
        return to_status(found.mappings().one(), source.revision)

    async def save_file_facts(self, source: Source, **facts: Any) -> None:
        await self._connection.execute(update(REVISIONS).where(*is_source(source)).values(facts))

    async def save_progress(
        self, source: Source, state: State, done: int = 0, total: int = 0, detail: str = ""
    ) -> None:
        facts = {"state": state, "done": done, "total": total, "detail": detail, "at": NOW}
        await self._connection.execute(update(REVISIONS).where(*is_source(source), is_open()).values(facts))

    async def save_outcome(self, source: Source, state: State, **facts: Any) -> None:
        values = {"reason": None, "detail": "", **facts, "state": state, "at": NOW}
        await self._connection.execute(update(REVISIONS).where(*is_source(source), is_open()).values(values))
        if state == "ready":
            later = func.greatest(func.coalesce(DOCUMENTS.c.live_revision, 0), source.revision)
            alive = (
                DOCUMENTS.c.document == source.document,
                DOCUMENTS.c.removed_revision < source.revision,
            )
            await self._connection.execute(update(DOCUMENTS).where(*alive).values(live_revision=later))

    async def mark_removed(self, document: UUID, revision: int, receipt: dict[str, Any] | None) -> bool:
        tombstone = func.greatest(DOCUMENTS.c.removed_revision, revision)
        await self._connection.execute(
            update(DOCUMENTS).where(DOCUMENTS.c.document == document).values(removed_revision=tombstone)
        )
        gone = (DOCUMENTS.c.document == document, DOCUMENTS.c.live_revision <= revision)
        if receipt is not None:
            await self._connection.execute(update(DOCUMENTS).where(*gone).values(live_revision=None))
        state = "removing" if receipt is None else "removed"
        row = {"document": document, "revision": revision, "state": state, "receipt": receipt}
        statement = insert(REVISIONS).values(row)
        final = {"state": state, "receipt": receipt, "at": NOW, "reason": None, "detail": "", "done": 0}
        once = REVISIONS.c.state.not_in({"removed", state})
        changed = statement.on_conflict_do_update(
            index_elements=["document", "revision"], set_=final, where=once
        )
        rows = await self._connection.execute(changed.returning(REVISIONS.c.revision))
        return rows.one_or_none() is not None

    async def mark_concepts_stale(self, *subjects: str) -> dict[str, int]:
        changed = {}
        for subject in sorted(set(subjects)):
            known = insert(SUBJECTS).values(subject=subject)
            counted = known.on_conflict_do_update(
                index_elements=["subject"], set_={"changed": SUBJECTS.c.changed + 1}
            )
            changed[subject] = await self._connection.scalar(counted.returning(SUBJECTS.c.changed))
        return changed

    async def stale_subjects(self) -> list[tuple[str, int]]:
        query = select(SUBJECTS.c.subject, SUBJECTS.c.changed).where(SUBJECTS.c.taught < SUBJECTS.c.changed)
        return [(row.subject, row.changed) for row in await self._connection.execute(query)]

    async def is_busy(self) -> bool:
        under_way = select(REVISIONS.c.document).where(REVISIONS.c.state.in_(UNDER_WAY)).exists()
        return bool(await self._connection.scalar(select(under_way)))

    async def mark_concepts_current(self, subject: str, changed: int) -> None:
        further = func.greatest(SUBJECTS.c.taught, changed)
        await self._connection.execute(
            update(SUBJECTS).where(SUBJECTS.c.subject == subject).values(taught=further)
        )

    async def author_decisions(self, subject: str) -> AuthorDecisions:
        edges = await self._connection.execute(_decisions_query(EDGE_DECISIONS, subject))
        names = await self._connection.execute(_decisions_query(NAME_DECISIONS, subject))
        return AuthorDecisions(
            [Decision(**row._mapping) for row in edges], [NameDecision(**row._mapping) for row in names]
        )

    async def append_edge_decision(self, decision: Decision) -> None:
        row = asdict(decision) | {"at": decision.at or NOW}
        await self._connection.execute(insert(EDGE_DECISIONS).values(row).on_conflict_do_nothing())

    async def append_name_decision(self, decision: NameDecision) -> None:
        await self._connection.execute(insert(NAME_DECISIONS).values(asdict(decision) | {"at": NOW}))

    async def append_revision(self, origin: Origin, name: str, owner: str, subject: str | None) -> Source:
        document = document_id(origin, name)
        row = {"document": document, "origin": origin, "name": name, "owner": owner, "revision": 1}
        known = insert(DOCUMENTS).values(row | {"subject": subject})
        chosen = func.coalesce(known.excluded.subject, DOCUMENTS.c.subject)
        next_one = known.on_conflict_do_update(
            index_elements=["document"],
            set_={"revision": DOCUMENTS.c.revision + 1, "subject": chosen, "owner": owner, "name": name},
        ).returning(DOCUMENTS)
        minted = (await self._connection.execute(next_one)).mappings().one()
        new = {"document": document, "revision": minted["revision"], "state": "waiting_for_upload"}
        await self._connection.execute(insert(REVISIONS).values(new))
        return to_source({**minted, "type": None}, minted["revision"])

    async def find_unchanged(self, document: UUID, sha256: str, recipe: str) -> int | None:
        live = and_(
            REVISIONS.c.document == DOCUMENTS.c.document, REVISIONS.c.revision == DOCUMENTS.c.live_revision
        )
        query = (
            select(REVISIONS.c.revision)
            .join(DOCUMENTS, live)
            .where(DOCUMENTS.c.document == document, DOCUMENTS.c.revision == DOCUMENTS.c.live_revision)
            .where(REVISIONS.c.sha256 == sha256, REVISIONS.c.recipe == recipe)
        )
        found: int | None = await self._connection.scalar(query)
        return found

    async def is_removed(self, document: UUID) -> bool:
        newest = (
            select(func.max(REVISIONS.c.revision))
            .where(REVISIONS.c.document == DOCUMENTS.c.document, REVISIONS.c.state != "waiting_for_upload")
            .scalar_subquery()
        )
        gone = DOCUMENTS.c.removed_revision >= newest
        return bool(await self._connection.scalar(select(gone).where(DOCUMENTS.c.document == document)))

    async def find_original(self, document: UUID) -> tuple[int, str] | None:
        query = (
            select(REVISIONS.c.revision, REVISIONS.c.object_version)
            .where(REVISIONS.c.document == document, REVISIONS.c.object_version.is_not(None))
            .order_by((REVISIONS.c.state == "rejected").asc(), REVISIONS.c.revision.desc())
            .limit(1)
        )
        row = (await self._connection.execute(query)).one_or_none()
        return (row.revision, row.object_version) if row else None

    async def find_live_uploads(self) -> list[tuple[Source, str]]:
        removed = func.coalesce(DOCUMENTS.c.removed_revision, 0)
        query = (
            select(*DOCUMENTS.c, REVISIONS.c.type, REVISIONS.c.object_version)
            .join(REVISIONS, REVISIONS.c.document == DOCUMENTS.c.document)
            .where(REVISIONS.c.revision == DOCUMENTS.c.live_revision, DOCUMENTS.c.live_revision > removed)
            .where(DOCUMENTS.c.origin == "upload", REVISIONS.c.object_version.is_not(None))
            .order_by(DOCUMENTS.c.created_at, DOCUMENTS.c.document)
        )
        rows = (await self._connection.execute(query)).mappings()
        return [(to_source(row, row["live_revision"]), row["object_version"]) for row in rows]

    async def claim_overdue_removals(self, seconds: float) -> list[tuple[UUID, int]]:
        tombstone = and_(
            REVISIONS.c.document == DOCUMENTS.c.document, REVISIONS.c.revision == DOCUMENTS.c.removed_revision
        )
        # Nothing of a removal is embedded: its `done` counts how often it was asked for again.
        pause = seconds * func.power(2, func.least(REVISIONS.c.done, MAX_DOUBLINGS))
        long_ago = NOW - func.make_interval(0, 0, 0, 0, 0, 0, pause)
        due = (
            select(REVISIONS.c.document, REVISIONS.c.revision)
            .join(DOCUMENTS, tombstone)
            .where(DOCUMENTS.c.origin == "upload", REVISIONS.c.state == "removing", REVISIONS.c.at < long_ago)
            .limit(100)
            .with_for_update(of=REVISIONS, skip_locked=True)
        )
        hidden = func.coalesce(previous_revision(), REVISIONS.c.revision)
        taken = (
            update(REVISIONS)
            .where(tuple_(REVISIONS.c.document, REVISIONS.c.revision).in_(due))
            .values(at=NOW, done=REVISIONS.c.done + 1)
            .returning(REVISIONS.c.document, hidden.label("hidden"))
        )
        return [(row.document, row.hidden) for row in await self._connection.execute(taken)]


def _decisions_query(table: Table, subject: str) -> Select[Any]:
    columns = [column for column in table.c if column.name != "id"]
    return select(*columns).where(table.c.subject == subject).order_by(table.c.id)
