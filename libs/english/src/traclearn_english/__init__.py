"""What is known of English: one stemmer and the lists of stop words for search, concepts and grading."""

from traclearn_english.plurals import singular
from traclearn_english.stems import stem
from traclearn_english.stop_words import FUNCTION_WORDS, STOP_WORDS

__all__ = ["FUNCTION_WORDS", "STOP_WORDS", "singular", "stem"]
