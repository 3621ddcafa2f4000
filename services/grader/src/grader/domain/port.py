"""The port of a grader: offline today, a language model tomorrow."""

from typing import Any, Protocol

from grader.domain.judgement import Judgement
from grader.domain.question import Question

Reply = dict[str, Any]
"""A grader's raw reply: JSON, stored before it is read, so that a redelivery never asks twice."""


class Grader(Protocol):
    """Finds what an answer says of each point. Scores, guards and feedback are not its business."""

    @property
    def name(self) -> str:
        """Which grader and model, as the grade will say: `offline/all-minilm-l6-v2-q`."""
        ...

    @property
    def provisional(self) -> bool:
        """Whether its grades are labelled as ones that a stronger grader or a person may change."""
        ...

    async def ask(self, question: Question, answer: str) -> Reply:
        """The slow or costly part. Raises whatever the runtime knows as transient or permanent."""
        ...

    def read(self, reply: Reply) -> Judgement:
        """The verdicts in a reply, with no side effect. Raises BadReply."""
        ...
