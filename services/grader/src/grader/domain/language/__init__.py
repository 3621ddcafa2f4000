"""English: sentences, words, names and what they have in common."""
