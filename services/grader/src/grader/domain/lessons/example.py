"""An answer that a person graded, as it teaches a grader."""

from pydantic import BaseModel, ConfigDict

from grader.domain.judgement import Verdict

MAX_EXAMPLES = 5
"""That stand in a language model's prompt."""
MAX_EXAMPLE_CHARS = 1000
"""Of its text: what is longer would cost each later answer a long answer's time, or tokens."""


class GradedExample(BaseModel):
    """`verdicts` are the person's, on those points where they said one or where it follows from the score."""

    model_config = ConfigDict(frozen=True)

    text: str
    is_right: bool
    verdicts: dict[str, Verdict]
