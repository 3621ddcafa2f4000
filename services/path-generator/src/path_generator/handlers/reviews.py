"""What authors say of questions that were made: it counts for the paths that follow."""

from traclearn_contracts.events import Event
from traclearn_contracts.models import QuestionReviewedV1
from traclearn_worker import Work

from path_generator.application.ports import Store
from path_generator.domain.questions.review import review_of


async def review_question(event: Event[QuestionReviewedV1], work: Work[Store]) -> list[Event]:
    await (await work.write()).save_review(review_of(event))
    return []
