"""A corpus whose vectors are a hosted model's: goals are compared by the same one, within its budget."""

import sys
from pathlib import Path

import pytest
from path_generator.bootstrap import bootstrap
from traclearn_corpus.writing import adopt, missing, put_vectors, switch
from traclearn_embedding import MiniLM

from .bus import ask, worker

sys.path.insert(0, str(Path(__file__).parents[4] / "libs/hosted/tests"))

from hosted_api import Api

pytestmark = pytest.mark.stack
MODEL, DIMENSION = "text-embedding-3-small", 384


@pytest.fixture
def api(model_dir):
    """Another name for the small model, over HTTP."""
    embedder = MiniLM.load(model_dir)

    def vectors(asked):
        rows = embedder.embed(asked["input"]).tolist()
        return 200, {}, {"data": [{"index": n, "embedding": row} for n, row in enumerate(rows)]}

    with Api() as started:
        started.answers = [vectors] * 50
        yield started


@pytest.fixture
async def hosted(course, model_dir, api, settings):
    """The corpus has changed to the model; its operator pays for it and has measured it."""
    await adopt(course, MODEL, DIMENSION)
    found = await missing(course, MODEL)
    vectors = MiniLM.load(model_dir).embed([passage for _, passage in found])
    await put_vectors(course, MODEL, dict(zip((chunk for chunk, _ in found), vectors, strict=True)))
    await switch(course, MODEL)
    return settings.model_validate(
        settings.model_dump()
        | {
            "embedding_url": api.base,
            "embedding_api_key": "key",
            "embedding_dimension": DIMENSION,
            "embedding_on_topic": 0.42,
        }
    )


async def answer(settings):
    parts = bootstrap(settings)
    try:
        async with worker(settings, parts) as bus:
            request = ask()
            bus.send(request)
            await bus.until(lambda: {"PathGenerated.v1", "PathUnavailable.v1"} & said(bus) or waits(bus))
            return [event for event in bus.said() if event.detail_type.startswith("Path")][-1]
    finally:
        await parts.close()


def said(bus):
    return {event.detail_type for event in bus.said()}


def waits(bus):
    return any(event.data.phase == "waiting" for event in bus.said("PathProgressed.v1"))


async def test_path_is_made_from_a_corpus_of_a_hosted_model(hosted, api, database):
    path = await answer(hosted)
    assert [step.concept for step in path.data.steps] == ["Table", "Transaction", "Lock", "Isolation level"]
    assert {key for key in api.keys} == {"Bearer key"}
    ((tokens,),) = await database.run("SELECT tokens FROM path_generator.spending")
    assert tokens > 0


async def test_goal_waits_while_the_hosted_model_is_away(hosted, api):
    api.answers = [(500, {}, {"error": "down"})] * 50
    told = await answer(hosted)
    assert (told.detail_type, told.data.phase) == ("PathProgressed.v1", "waiting")
    assert "compares meanings" in told.data.detail


async def test_goal_waits_when_the_budget_is_spent(hosted, api):
    told = await answer(hosted.model_copy(update={"embedding_budget": 1}))
    assert (told.data.phase, api.asked) == ("waiting", [])
