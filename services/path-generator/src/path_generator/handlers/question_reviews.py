"""What authors and learners say of questions that were made: it counts for the paths that follow."""

from traclearn_contracts.events import Event, is_from_trac
from traclearn_contracts.models import QuestionDisputedV1, QuestionReviewedV1
from traclearn_worker import Work

from path_generator.application.ports import Store
from path_generator.domain.questions.question_review import review_of


async def review_question(event: Event[QuestionReviewedV1], work: Work[Store]) -> list[Event]:
    await (await work.write()).save_review(review_of(event))
    return []


async def dispute_question(event: Event[QuestionDisputedV1], work: Work[Store]) -> list[Event]:
    """Whose ticket it is, is Trac's word alone."""
    if is_from_trac(event):
        await (await work.write()).save_dispute(event.data.ticket, event.metadata.learner)
    return []
