"""A path of which the steps are known, and their questions are not yet."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from traclearn_corpus import without_pictures

from path_generator.application.material import Material, located_minutes
from path_generator.domain.paths.goal import Goal
from path_generator.domain.paths.plan import Plan, PlannedStep, only_steps
from path_generator.domain.paths.proposal import Located, Step, step_id
from path_generator.domain.paths.wording import reasons_of
from path_generator.domain.questions.question import Passage, Question
from path_generator.domain.text import name_of


@dataclass(frozen=True, slots=True)
class PathDraft:
    goal: Goal
    material: Material
    plan: Plan

    found_at: datetime | None
    """When the material was found, if the knowledge base is away."""

    difficulty: int
    """As it was asked for; a question's own may differ."""

    is_stale: bool = False
    """Whether prerequisites of the material are still to be inferred."""

    def asking(self, questions: Mapping[str, Question]) -> "PathDraft":
        """With the steps that have a question."""
        return replace(self, plan=only_steps(self.plan, questions))

    def passages(self, concept: str) -> tuple[Passage, ...]:
        """As they are asked about: in words."""
        found = (located.passage for located in self.material.passages[concept])
        return tuple(replace(passage, text=without_pictures(passage.text)) for passage in found)

    def steps(
        self, path: UUID, questions: Mapping[str, Question], missed: Collection[str]
    ) -> tuple[Step, ...]:
        """With the questions of their concepts. `missed`: what the learner was graded low on."""
        at = {step.concept: n for n, step in enumerate(self.plan.steps, 1)}
        return tuple(
            self._step(path, at, step, questions[step.concept], name_of(step.concept) in missed)
            for step in self.plan.steps
        )

    def _step(
        self, path: UUID, at: Mapping[str, int], step: PlannedStep, question: Question, missed: bool
    ) -> Step:
        concept, source = name_of(step.concept), self.source(question.chunk)
        return Step(
            n=at[step.concept],
            step=step_id(path, concept),
            concept=concept,
            minutes=located_minutes(source, self.difficulty),
            reasons=reasons_of(step, self.goal.concepts, missed),
            asked_for=step.concept in self.goal.concepts,
            needs=tuple(at[each] for each in step.needs),
            question=question,
            source=source,
        )

    def source(self, chunk: str) -> Located:
        """Raises StopIteration for a passage that is none of the material's."""
        return next(
            located
            for some in self.material.passages.values()
            for located in some
            if located.passage.chunk == chunk
        )
