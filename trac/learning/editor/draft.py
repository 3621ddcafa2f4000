# -*- coding: utf-8 -*-
"""What an author typed into the question's form, and whether it will do."""

import re

from learning import text
from learning.errors import InvalidInput
from learning.questions.due_date import join_due
from learning.questions.further_references import (MAX_FURTHER, check_further,
                                                   clean_further)
from learning.questions.named_concepts import (MAX_CONCEPTS, check_concepts,
                                               clean_concepts)
from learning.questions.question import (BEST, NEVER, Question,
                                         require_small)
from learning.questions.rules import check_rules
from learning.translation import _
from learning.users.account import Accounts

# Limits of the contract of `QuestionPublished.v1`.
MAX_QUESTION_CHARS, MAX_REFERENCE_CHARS = 5000, 20000
MAX_CRITERION_CHARS, MAX_LABEL_CHARS = 1000, 200
MAX_TITLE_CHARS, MAX_HREF_CHARS = 300, 1000
MAX_ITEMS, MAX_SOURCES, MAX_WEIGHT = 20, 10, 100
#: Empty lines that the form offers beyond those in use.
SPARE_ITEMS, SPARE_SOURCES, SPARE_CONCEPTS, SPARE_FURTHER = 3, 2, 2, 2


def blank_question(ticket):
    """The form of a new question."""
    return Question(ticket, 0, '', '', [], [], '', '', 0)


def read_form(args, ticket):
    """The form as it was typed, unchecked: `learner` is still an e-mail."""
    def get(name):
        return text.normalize_newlines(args.getfirst(name, ''))
    return Question(
        ticket, int(re.sub(r'\D', '', get('revision'))[:9] or 0),
        get('question'), get('reference'), _items(get), _sources(get),
        get('learner').strip(), '', 0, ' '.join(get('course').split()),
        get('counting') or BEST, get('max_attempts').strip(),
        get('hint_deduction').strip(), get('release') or NEVER,
        join_due(get('release_at'), get('release_zone')),
        join_due(get('due_at'), get('due_zone')),
        clean_concepts(get('concept_%d' % n) for n in range(MAX_CONCEPTS)),
        clean_further(get('further_%d' % n) for n in range(MAX_FURTHER)))


def _items(get):
    lines = [{'id': get('id_%d' % n), 'label': get('label_%d' % n),
              'criterion': get('criterion_%d' % n),
              'weight': get('weight_%d' % n)} for n in range(MAX_ITEMS)]
    return [line for line in lines
            if line['label'].strip() or line['criterion'].strip()]


def _sources(get):
    lines = [{'title': get('title_%d' % n), 'href': get('href_%d' % n)}
             for n in range(MAX_SOURCES)]
    return [line for line in lines
            if line['title'].strip() or line['href'].strip()]


def check_draft(env, draft, author):
    """The question that may be saved.

    :raises InvalidInput: and says what to do.
    """
    text.check_text(draft.question, _("The question"), MAX_QUESTION_CHARS,
                    _("Please write the question."))
    text.check_text(draft.reference, _("The reference"), MAX_REFERENCE_CHARS,
                    _("Please write a reference: a full answer, which "
                      "learners never see."))
    if not draft.rubric:
        raise InvalidInput(_(
            "Please give at least one point that a good answer makes."))
    ids = set()
    checked = draft._replace(
        rubric=[_item(line, n, ids) for n, line in enumerate(draft.rubric, 1)],
        sources=[_source(line) for line in draft.sources],
        learner=_learner(env, draft.learner), author=author,
        concepts=check_concepts(draft),
        further_references=check_further(draft),
        **check_rules(draft))
    require_small(checked)
    return checked


def _item(line, number, ids):
    name = _("Point %(number)s", number=number)
    text.check_text(line['criterion'], name, MAX_CRITERION_CHARS,
                    _("Please say what a good answer says for point "
                      "%(number)s.", number=number))
    text.check_text(line['label'], name, MAX_LABEL_CHARS)
    ident = line['id'] if re.match(r'[\w.-]{1,40}$', line['id']) else ''
    free = (i for i in range(number, number + MAX_ITEMS + 1)
            if str(i) not in ids)
    if not ident or ident in ids:
        ident = str(next(free))
    ids.add(ident)
    return {'id': ident, 'label': line['label'],
            'criterion': line['criterion'], 'weight': _weight(line, name)}


def _weight(line, name):
    said = line['weight'].strip().replace(',', '.') or '1'
    try:
        weight = float(said)
    except ValueError:
        weight = 0
    if not 0 < weight <= MAX_WEIGHT:
        raise InvalidInput(_(
            "%(name)s: the weight is a number above 0 and up to %(most)s.",
            name=name, most=MAX_WEIGHT))
    return int(weight) if weight == int(weight) else weight


def _source(line):
    title, href = line['title'].strip(), line['href'].strip()
    text.check_text(title, _("A source's title"), MAX_TITLE_CHARS,
                    _("Please give the source a title."))
    text.check_text(href, _("A source's link"), MAX_HREF_CHARS)
    if re.match(r'\s*[a-z][a-z0-9+.-]*:', href, re.I) and \
            not re.match(r'https?://', href):
        raise InvalidInput(_(
            "A source's link begins with http:// or https://, or is a path in "
            "this Trac such as wiki/Course."))
    checked = {'title': title, 'href': href or None}
    return dict(checked, text=line['text']) if line.get('text') else checked


def _learner(env, email):
    """The sub of the learner; the form shows the user name of one who has
    another than the address."""
    if not email:
        return ''
    accounts = Accounts(env)
    account = accounts.of_user(email) or accounts.of_address(email)
    if account is None:
        raise InvalidInput(_(
            "Nobody with the address %(email)s has signed in here yet.",
            email=email))
    return account.sub
