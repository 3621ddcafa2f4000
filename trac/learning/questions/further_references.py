# -*- coding: utf-8 -*-
"""Other full answers to a question, each as good as its reference."""

from learning import text
from learning.errors import InvalidInput
from learning.translation import _

# Limits of the contract of `QuestionPublished.v1`.
MAX_FURTHER, MAX_FURTHER_CHARS = 5, 5000


def clean_further(said):
    """The answers, without empty ones."""
    return [each for each in map(text.normalize_newlines, said)
            if each.strip()]


def check_further(draft):
    """Those that may be saved, each once and none of them the reference.

    :raises InvalidInput: and says what to do.
    """
    known, kept = {draft.reference.strip()}, []
    for each in clean_further(draft.further_references):
        text.check_text(each, _("Another right answer"), MAX_FURTHER_CHARS)
        if each.strip() not in known:
            known.add(each.strip())
            kept.append(each)
    require_few(kept)
    return kept


def require_few(answers):
    """
    :raises InvalidInput: for more than a question takes.
    """
    if len(answers) > MAX_FURTHER:
        raise InvalidInput(_(
            "A question has at most %(most)s other right answers.",
            most=MAX_FURTHER))
