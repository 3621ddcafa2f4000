"""The HTTP routes of authors, where everybody else gets 403; and those by which every learner reads."""

from dataclasses import asdict
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, FastAPI, Path, Query, Request, Response
from traclearn_contracts.content import (
    MAX_DOCUMENTS_PER_QUERY,
    MAX_HITS,
    MAX_PAGE_SIZE,
    MAX_QUESTION_LENGTH,
)
from traclearn_corpus import GraphError
from traclearn_corpus.reading import Hit, find_passage, read_document_text
from traclearn_hosted import ModelError
from traclearn_identity import Identity, install
from traclearn_worker import route_errors

from indexer.adapters.contents import read_contents
from indexer.bootstrap import Parts
from indexer.domain.documents.upload import UploadRequest
from indexer.domain.errors import BucketAway, NotFound, RequestError
from indexer.entrypoints.requests import EdgeDecision, NameChange, TextPart, WantedFiles

Json = dict[str, Any]
GROUP = "authors"


def api(parts: Parts) -> FastAPI:
    """The application that the worker runtime serves beside `/health` and `/ready`."""
    app = FastAPI(title="TracLearn content", openapi_url=None)
    install(app)
    route_errors.install(app, away=(GraphError, ModelError, BucketAway))

    @app.exception_handler(RequestError)
    async def refused(_request: Request, error: RequestError) -> Response:
        return route_errors.answer(error.status, str(error))

    app.include_router(_concepts(parts))
    app.include_router(_reading(parts))
    app.include_router(_content(parts))
    return app


def _content(parts: Parts) -> APIRouter:
    author = Depends(parts.guard.group(GROUP))
    router = APIRouter(prefix="/api/v1/content", dependencies=[author])
    uploads, catalogue = parts.uploads, parts.catalogue

    async def known(document: UUID) -> tuple[Json, Json]:
        found = await catalogue.find(document)
        if found is None:
            raise NotFound("There is no such document.")
        return found

    @router.post("")
    async def grants(wanted: WantedFiles, who: Annotated[Identity, author]) -> Json:
        files = [UploadRequest(**file.model_dump()) for file in wanted.files]
        return {"grants": await uploads.request_uploads(files, who.learner)}

    @router.get("")
    async def documents(
        names: Annotated[list[str], Query(max_length=MAX_DOCUMENTS_PER_QUERY)] = [],  # noqa: B006 -- FastAPI copies it
        document: Annotated[list[UUID], Query(max_length=MAX_DOCUMENTS_PER_QUERY)] = [],  # noqa: B006
        after: str = "",
        limit: Annotated[int, Query(ge=1, le=MAX_PAGE_SIZE)] = 200,
    ) -> Json:
        found, next_ = await catalogue.list(names, document, after, limit)
        return {"documents": found, "next": next_}

    @router.get("/{document}")
    async def one(document: UUID) -> Json:
        summary, more = await known(document)
        return summary | more | await read_contents(parts.graph, document)

    @router.delete("/{document}", status_code=202)
    async def remove(document: UUID) -> Json:
        await uploads.remove(document)
        return (await known(document))[0]

    @router.post("/{document}/restore", status_code=202)
    async def restore(document: UUID) -> Json:
        await uploads.restore(document)
        return (await known(document))[0]

    return router


def _reading(parts: Parts) -> APIRouter:
    router = APIRouter(prefix="/api/v1/content", dependencies=[Depends(parts.guard.learner)])
    corpus = parts.search

    @router.get("/search")
    async def search(
        q: Annotated[str, Query(min_length=1, max_length=MAX_QUESTION_LENGTH)],
        k: Annotated[int, Query(ge=1, le=MAX_HITS)] = 5,
        subject: str | None = None,
    ) -> Json:
        found = await corpus.find(q, k, subject=subject)
        return {"hits": [learners_hit(hit) for hit in found.hits]}

    @router.get("/{document}/passages")
    async def passages(
        document: UUID, part: Annotated[TextPart, Query()], request: Request, response: Response
    ) -> Any:
        found = await read_document_text(parts.graph, document, **part.model_dump())
        if found is None:
            raise NotFound("This document is not in the material now: it was taken away, or is not ready.")
        tag = f'"{found.revision}"'
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers={"ETag": tag})
        response.headers["ETag"] = tag
        return asdict(found)

    @router.get("/{document}/passages/{passage}")
    async def passage(document: UUID, passage: Annotated[str, Path(max_length=100)]) -> Json:
        found = await find_passage(parts.graph, document, passage)
        if found is None:
            raise NotFound("There is no such passage now: the material has changed, or was taken away.")
        shown = asdict(found)
        return {"id": shown.pop("chunk"), **shown}

    return router


def learners_hit(hit: Hit) -> Json:
    """What every learner may see of it: all but the concept that it stands for in the authors' graph."""
    shown = asdict(hit)
    del shown["concept"]
    return shown


def _concepts(parts: Parts) -> APIRouter:
    author = Depends(parts.guard.group(GROUP))
    router = APIRouter(prefix="/api/v1/content/concepts", dependencies=[author])
    concept_graphs, decisions = parts.concept_graphs, parts.concept_decisions

    @router.get("")
    async def concepts(subject: str | None = None) -> Json:
        return await concept_graphs.describe(subject)

    @router.post("/edges")
    async def decide(said: EdgeDecision, who: Annotated[Identity, author]) -> Json:
        await decisions.decide_edge(said.subject, said.concept, said.prerequisite, said.decision, who.learner)
        return await concept_graphs.describe_edge(said.subject, said.concept, said.prerequisite)

    @router.post("/names")
    async def name(said: NameChange, who: Annotated[Identity, author]) -> Json:
        await decisions.change_name(said.subject, said.concept, said.decision, said.to, who.learner)
        return await concept_graphs.describe_concept(said.subject, said.concept)

    return router
