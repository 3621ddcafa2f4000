"""A question as a form makes it of one sentence, before it is judged."""

from collections.abc import Sequence
from typing import NamedTuple

from spacy.tokens import Span, Token

from path_generator.domain.questions.naming import token_stems
from path_generator.domain.questions.question import Form
from path_generator.domain.questions.wholeness import meaningful


class Draft(NamedTuple):
    form: Form
    text: str
    sentence: Span
    asked: Sequence[Token]
    """The words of the sentence that the question repeats."""
    topic: Sequence[Token] = ()
    """What it asks about, where that must be the concept; () where it asks about a case."""
    given: Sequence[Token] = ()
    """The clause that the question repeats whole: what remains of the sentence is the answer."""
    wide: bool = False
    """Asks for all that its topic does."""
    more: Sequence[Span] = ()
    """Further sentences of the answer."""
    heading: bool = False
    """Whether the section's heading asks it: what that stands under says where."""
    entry: bool = False
    """Whether it asks what a name in a reference is: the document says in which."""

    @property
    def answer(self) -> tuple[Span, ...]:
        return (self.sentence, *self.more)

    def added_stems(self) -> frozenset[str]:
        """Of the words with meaning that the answer has and the question has not, nor a name in it."""
        said = (token for sentence in self.answer for token in meaningful(sentence))
        return token_stems(said) - token_stems(self.asked)
