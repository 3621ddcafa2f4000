"""The object graph of the service: built from its settings here, and with other parts in tests."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncEngine
from traclearn_corpus import Graph
from traclearn_corpus.reading import Search
from traclearn_embedding import CachedEmbedder, HostedEmbedder, load_local_model, open_hosted_model
from traclearn_hosted import MonthlyBudget
from traclearn_worker.cache import Cache, connect
from traclearn_worker.postgres.database import open_engine

from path_generator.adapters.cache import ENTRY_TTL, CachedFinder
from path_generator.adapters.knowledge import Neo4jKnowledge
from path_generator.adapters.tables import SPENDING
from path_generator.application.gap_closing import GapClosing
from path_generator.application.generation import Generation
from path_generator.application.goal_search import CorpusFinder, SearchSettings
from path_generator.application.review_updates import ReviewUpdates
from path_generator.application.step_questions import StepQuestions
from path_generator.domain.questions.question import QuestionMaker
from path_generator.domain.questions.templates import TemplateQuestions
from path_generator.domain.review_schedule import ReviewSchedule
from path_generator.handlers.creation import Creation
from path_generator.handlers.grades import Grades
from path_generator.handlers.material import MaterialEvents
from path_generator.handlers.requests import Requests
from path_generator.settings import Settings


@dataclass(frozen=True, slots=True)
class Parts:
    """What the entrypoint puts together."""

    engine: AsyncEngine
    graph: Graph
    search: Search
    requests: Requests
    creation: Creation
    grades: Grades
    material: MaterialEvents
    cache: Cache
    hosted: HostedEmbedder | None = None

    async def close(self) -> None:
        """All but the engine, which the runtime disposes of."""
        self.search.close()
        if self.hosted is not None:
            self.hosted.close()
        await self.graph.close()
        await self.cache.close()


def bootstrap(settings: Settings, maker: QuestionMaker | None = None) -> Parts:
    """Reads the model (half a second), connects to nothing; runs on the event loop. Raises ModelMissing."""
    engine = open_engine(settings)
    graph = Graph.open(
        settings.neo4j_uri,
        settings.neo4j_user,
        settings.neo4j_password.get_secret_value(),
        database=settings.neo4j_database,
    )
    budget = MonthlyBudget(engine, SPENDING, settings.embedding_model, settings.embedding_budget)
    small, hosted = load_local_model(settings), open_hosted_model(settings, budget)
    embedders = [CachedEmbedder(model) for model in (small, hosted) if model is not None]
    search = Search(graph, embedders, on_topic=settings.on_topic)
    cache, knowledge = Cache(connect(settings), ENTRY_TTL), Neo4jKnowledge(graph, search)
    wanted = SearchSettings(settings.min_score, settings.search_limit)
    finder = CachedFinder(CorpusFinder(knowledge, wanted), knowledge.state, cache, wanted)
    step_questions = StepQuestions(maker or TemplateQuestions())
    review_updates = ReviewUpdates(ReviewSchedule(settings.desired_retention))
    return Parts(
        engine=engine,
        graph=graph,
        search=search,
        requests=Requests(Generation(finder, step_questions), settings.requests_per_hour),
        creation=Creation(timedelta(seconds=settings.path_deadline), review_updates),
        grades=Grades(review_updates, GapClosing(knowledge, step_questions)),
        material=MaterialEvents(knowledge),
        cache=cache,
        hosted=hosted,
    )
