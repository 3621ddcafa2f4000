# -*- coding: utf-8 -*-
"""A rubric to begin with, made of a question's reference.

Each sentence is a point, and each clause that can stand by itself. It has no
labels: those are read by learners, and the reference's words would give the
answer away.
"""

import re

from learning.editor.draft import MAX_CRITERION_CHARS, MAX_ITEMS

#: Words that a clause has at least: fewer say nothing by themselves.
MIN_CLAUSE_WORDS = 4

# A full stop inside a number or behind a short abbreviation ends no sentence:
# what follows an end begins with a capital letter, a digit or a quotation.
_SENTENCE = re.compile(u'(?<=[.!?])["\u201d\u2019)]*\\s+(?=["\u201c(]?'
                       u'[A-Z0-9\xc0-\xde])|\\n\\s*\\n|\\n(?=\\s*[-*\u2022])')
_ABBREVIATION = re.compile(r'\b(?:e\.g|i\.e|cf|etc|vs|Dr|Mr|Mrs|Prof|Fig|No)'
                           r'\.$')
_CLAUSE = re.compile(r';\s+|,\s+(?:and|but|while|whereas)\s+')
_BULLET = re.compile(u'^[-*\u2022]\\s+|^\\d+[.)]\\s+')


def propose_rubric(reference):
    """Points as a question's rubric has them, each of weight 1.

    :return: [{id, label, criterion, weight}], empty for an empty reference.
    """
    points = [clause for sentence in split_sentences(reference)
              for clause in split_clauses(sentence)]
    return [{'id': str(number), 'label': '', 'weight': 1,
             'criterion': point[:MAX_CRITERION_CHARS]}
            for number, point in enumerate(points[:MAX_ITEMS], 1)]


def split_sentences(text):
    """The sentences, and the lines of a list."""
    found = []
    for part in _SENTENCE.split(text):
        if found and _ABBREVIATION.search(found[-1]):
            part = found.pop() + ' ' + part
        found.append(part)
    words = [_BULLET.sub('', ' '.join(part.split())) for part in found]
    return [part for part in words if re.search(r'\w', part, re.UNICODE)]


def split_clauses(sentence):
    """The sentence, or its clauses where each says something by itself."""
    clauses = [part.strip().rstrip('.').strip()
               for part in _CLAUSE.split(sentence)]
    if min(len(clause.split()) for clause in clauses) < MIN_CLAUSE_WORDS:
        return [sentence.rstrip('.').strip()]
    return clauses
