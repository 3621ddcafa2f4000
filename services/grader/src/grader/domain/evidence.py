"""The words that a language model gives for what the offline grader does not find, read by themselves.

An order that talked a model into a verdict says nothing of the point, and whoever reads the evidence alone
has not read the order.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from grader.domain.judgement import Judgement
from grader.domain.language.spans import sentences
from grader.domain.question import Question
from grader.domain.scoring import findings_of
from grader.domain.voices import RANK, SURE


@dataclass(frozen=True, slots=True)
class Evidence:
    """`question` asks for nothing but the points that it is given for. `text`: a sentence a line."""

    question: Question
    text: str


@dataclass(frozen=True, slots=True)
class Claims:
    """The points of which a model says more than the offline grader, with the sentences of its quotes."""

    question: Question
    quoted: Mapping[str, tuple[str, ...]]
    """By the point's id."""

    @property
    def sentences(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(sentence for said in self.quoted.values() for sentence in said))

    def evidence(self, readings: Sequence[Judgement]) -> Evidence | None:
        """`readings`: the offline grader's of each sentence alone. What it is sure says nothing of a point is
        no evidence for it."""
        read = dict(zip(self.sentences, readings, strict=True))
        shown = {
            id_: [sentence for sentence in said if not is_denied(read[sentence], id_)]
            for id_, said in self.quoted.items()
        }
        asked = narrowed(self.question, {id_ for id_, said in shown.items() if said})
        lines = dict.fromkeys(sentence for said in shown.values() for sentence in said)
        return Evidence(asked, "\n".join(lines)) if lines else None


def claims_of(question: Question, judgement: Judgement, own: Judgement) -> Claims | None:
    """`own` is the offline grader's. None where the model says no more."""
    found = findings_of(question, judgement), findings_of(question, own)
    quoted = {
        mine.id: tuple(span.of(mine.quote) for span in sentences(mine.quote))
        for mine, other in zip(*found, strict=True)
        if mine.quote and RANK[mine.verdict] > RANK[other.verdict]
    }
    return Claims(narrowed(question, quoted.keys()), quoted) if quoted else None


def narrowed(question: Question, ids: Set[str]) -> Question:
    """Asks for these points alone; neither people's grades nor the material are beside it."""
    points = tuple(point for point in question.rubric if point.id in ids)
    return question.model_copy(update={"rubric": points, "examples": (), "passages": ()})


def is_denied(reading: Judgement, id_: str) -> bool:
    found = next((finding for finding in reading.findings if finding.id == id_), None)
    return found is None or (found.verdict == "no" and found.certainty >= SURE)
