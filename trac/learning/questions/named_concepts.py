# -*- coding: utf-8 -*-
"""Which concepts of its course's material a question names: who passes it has
mastered them, and paths leave them out.
"""

import time

from trac.util.text import exception_to_unicode

from learning import text
from learning.errors import GatewayError, InvalidInput, NoAnswerInTime
from learning.gateway import person
from learning.material.document import Documents
from learning.material.source import PASSAGE, read_target
from learning.translation import _

# Limits of the contract of `QuestionPublished.v1`.
MAX_CONCEPTS, MAX_CONCEPT_CHARS = 10, 300
#: Concepts of a source that is a whole document up to which they are
#: proposed: one with more is about no few of them.
MAX_OF_DOCUMENT = 5
#: Seconds that the form waits for all that the material teaches.
TIMEOUT_S = 2


def clean_concepts(said):
    """Names on one line each, without empty ones."""
    return [name for name in (' '.join(each.split()) for each in said)
            if name]


def check_concepts(draft):
    """The names that may be saved, each once.

    :raises InvalidInput: and says what to do.
    """
    names = []
    for name in clean_concepts(draft.concepts):
        text.check_text(name, _("A concept"), MAX_CONCEPT_CHARS)
        if name not in names:
            names.append(name)
    if len(names) > MAX_CONCEPTS:
        raise InvalidInput(_("A question names at most %(most)s concepts.",
                             most=MAX_CONCEPTS))
    if names and not draft.course:
        raise InvalidInput(_(
            "Please name the course, too: concepts are those of its "
            "material."))
    return names


def describe_concepts(content, question):
    """What the form says beside the names that were typed: {known: of all
    concepts of the course, proposed: of its sources, unknown: typed ones that
    the material does not have, trouble: why nothing is known, or None, late:
    whether it cannot be said what its sources teach}.

    :param content: the `SourceContent` of its author.
    """
    found = {'known': [], 'proposed': [], 'unknown': [], 'trouble': None,
             'late': False}
    course = question.course
    if course not in Documents(content.env).subjects():
        return found        # of questions alone: it has no material
    until = time.time() + TIMEOUT_S
    try:
        material = content.concepts(course, TIMEOUT_S)
    except GatewayError as e:
        content.env.log.info("Concepts of %s: %s", course,
                             exception_to_unicode(e))
        return dict(found, trouble=person.error_message(e))
    if material.get('subject') != course:
        return found
    known = [concept['name'] for concept in material.get('concepts') or ()]
    former = [name['concept'] for name in material.get('names') or ()
              if name.get('decision') == 'rename']
    typed = clean_concepts(question.concepts)
    found.update(known=sorted(known, key=folded),
                 unknown=without(typed, known + former))
    try:
        taught = concepts_of_sources(content, question, until)
    except GatewayError as e:
        content.env.log.info("Concepts of the sources of #%s: %s",
                             question.ticket, exception_to_unicode(e))
        return dict(found, late=True)
    return dict(found, proposed=without(taught, typed))


def concepts_of_sources(content, question, until):
    """What the passages teach that it cites, and documents of few concepts.

    :param until: the moment, of `time.time`, at which nobody waits any more.
    :raises GatewayError: when there is no answer by then.
    """
    found = []
    for source in question.sources:
        target = read_target(source['href'])
        document = target.document and \
            Documents(content.env).get(target.document)
        if not document or not document.live_revision or \
                document.subject != question.course:
            continue
        said = content.contents(target.document, seconds_left(until))
        if target.kind == PASSAGE:
            found += [chunk.get('concept') for chunk in said.get('chunks') or
                      () if chunk.get('id') == target.passage]
        elif len(said.get('concepts') or ()) <= MAX_OF_DOCUMENT:
            found += said.get('concepts') or ()
    return without(filter(None, found), ())


def seconds_left(until):
    """
    :raises NoAnswerInTime: when there are none.
    """
    left = until - time.time()
    if left <= 0:
        raise NoAnswerInTime(u"No time was left for it.")
    return left


def without(names, others):
    """The names, each once, that are none of the others but for case."""
    seen, kept = set(map(folded, others)), []
    for name in names:
        if folded(name) not in seen:
            seen.add(folded(name))
            kept.append(name)
    return kept


def folded(name):
    """The same for names that differ in case and white space alone."""
    return ' '.join(name.lower().split())
