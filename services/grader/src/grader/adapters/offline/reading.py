"""An answer prepared for comparison with the points of its question."""

from grader.adapters.offline.candidates import Candidates
from grader.adapters.offline.parties import Parties
from grader.adapters.offline.spelling import Spelling
from grader.domain import guards
from grader.domain.question import Question
from grader.domain.spans import Span
from grader.domain.words import content_words, split_words


class Reading:
    """An answer prepared for comparison: its passages with typing slips put right, its clauses."""

    def __init__(self, question: Question, answer: str) -> None:
        self.question = question
        self.answer = answer
        self.criteria = [item.criterion for item in question.rubric]
        known = split_words(" ".join([question.question, question.reference, *self.criteria]))
        self._spelling = Spelling(known)
        self.parties = Parties.of(question.question)
        self.asked = frozenset(word.stem for word in content_words(question.question))
        wanted = frozenset(word.stem for word in known if word.content)
        self.candidates = Candidates(answer, guards.sound(question, answer), wanted)
        self.clauses = list(dict.fromkeys([*self.candidates.clauses, *self.candidates.parts]))
        self.passages = [
            span for span in self.candidates.passages if not guards.echoes(question, span.of(answer))
        ]
        self._texts = {
            span: self._spelling.corrected(span.of(answer)) for span in (*self.clauses, *self.passages)
        }

    def text(self, span: Span) -> str:
        """What stands in `span`, typing slips put right."""
        return self._texts[span]

    def together(self, one: Span, other: Span) -> bool:
        """Whether both stand in one sentence."""
        return any(s.covers(one) and s.covers(other) for s in self.candidates.sentences)

    def texts(self) -> list[str]:
        return list(dict.fromkeys(self._texts.values()))

    def criterion_words(self) -> list[str]:
        """The criteria's words that may be compared, once."""
        return list(dict.fromkeys(word.text for text in self.criteria for word in content_words(text)))

    def vocabulary(self) -> list[str]:
        """Every word that may be compared, once."""
        return list(dict.fromkeys(word.text for text in self._texts.values() for word in content_words(text)))
