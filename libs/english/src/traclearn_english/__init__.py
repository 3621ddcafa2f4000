"""What is known of English: one stemmer and one list of stop words for search, concepts and grading."""

from traclearn_english.plurals import singular
from traclearn_english.stems import stem
from traclearn_english.stop_words import STOP_WORDS

__all__ = ["STOP_WORDS", "singular", "stem"]
