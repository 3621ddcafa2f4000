# -*- coding: utf-8 -*-
"""Which concepts of a course's material its questions ask about.

A question asks about a concept whose name, or another name of it, stands in
its title, its words, its full answer or its rubric, or which its author names.
Case and plural make no other name.
"""

import json
import re

from learning.errors import GatewayError
from learning.gateway import person
from learning.material.content import PATH

#: Seconds that a page waits for the concepts.
TIMEOUT_S = 2
#: Concepts without a question that a page names.
MAX_SHOWN = 30

_WORD = re.compile(r'\w+', re.UNICODE)


def describe_coverage(env, req, course):
    """{concepts: how many, covered: how many of them, missing: [name],
    trouble: why nothing is known, or None}; None where the material has no
    such course."""
    try:
        found = person.ask(env, req, 'GET', PATH + '/concepts',
                           query={'subject': course}, seconds=TIMEOUT_S)
    except GatewayError as e:
        return {'trouble': person.error_message(e)}
    concepts = found.get('concepts') or []
    if found.get('subject') != course or not concepts:
        return None
    missing = uncovered(concepts, texts_of(env, course))
    return {'concepts': len(concepts), 'missing': missing[:MAX_SHOWN],
            'covered': len(concepts) - len(missing), 'trouble': None,
            'more': max(0, len(missing) - MAX_SHOWN)}


def texts_of(env, course):
    """What the questions of a course say, one text each."""
    return [u'\n'.join(filter(None, row[:4] + tuple(json.loads(
        row[4] or '[]')))) for row in env.db_query("""
        SELECT t.summary, q.question, q.reference, q.rubric, q.concepts
        FROM learning_question q JOIN ticket t ON t.id=q.ticket
        WHERE q.course=%s AND q.learner=''
        """, (course,))]


def uncovered(concepts, texts):
    """Names of concepts in none of the texts, what most of the material is
    about first.

    :param concepts: [{name, chunks, aliases}].
    """
    names = {concept['name']: {normal(name) for name in
                               [concept['name']] + (concept.get('aliases') or
                                                    [])}
             for concept in concepts}
    longest = max([len(name) for known in names.values() for name in known] or
                  [0])
    said = set()
    for text in texts:
        words = normal(text)
        said.update(words[start:start + size] for start in range(len(words))
                    for size in range(1, longest + 1))
    return [concept['name'] for concept in
            sorted(concepts, key=lambda one: (-(one.get('chunks') or 0),
                                              one['name']))
            if not names[concept['name']] & said]


def normal(text):
    """Its words, in small letters and without the s of a plural."""
    return tuple(word[:-1] if len(word) > 3 and word.endswith('s') and
                 not word.endswith('ss') else word
                 for word in _WORD.findall(text.lower()))
