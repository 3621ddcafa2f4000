"""What a learner may read of a grader's own words: nothing that gives the full answer away."""

from grader.domain.question import Question
from grader.domain.words import content_words, stems

MAX_NEW_WORDS = 1
"""Words of a full answer that neither question nor answer has: one names a subject, two begin to tell."""


def gives_away(said: str, question: Question, answer: str) -> bool:
    """Whether it tells what the answer does not know yet."""
    known = stems(content_words(question.question)) | stems(content_words(answer))
    secret = stems(content_words(question.expected)) - known
    return len(secret & stems(content_words(said))) > MAX_NEW_WORDS
