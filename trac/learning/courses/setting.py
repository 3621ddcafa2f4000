# -*- coding: utf-8 -*-
"""What authors say of a course: when it asks generated questions, and what
language models may see and cost.

The newest event about a course counts whole, so all of it is kept here and
said anew with each change.
"""

import json
import uuid

from learning import text, timestamps
from learning.errors import InvalidInput
from learning.material.content import MAX_SUBJECT_CHARS
from learning.sync import outbox, publisher
from learning.translation import N_, _

CHANGED = 'CourseChanged.v1'
AT_ONCE = 'at_once'
#: {field of the event: its choices, the one that holds where nobody said}.
CHOICES = {
    'generated_questions': ((AT_ONCE, N_("at once")),
                            ('after_review', N_("once an author approves"))),
    'language_models': (('allowed', N_("may go to a language model")),
                        ('refused', N_("are graded on this machine alone"))),
    'graded_examples': (('used', N_("may stand beside new ones, without "
                                    "names")),
                        ('unused', N_("stay here")))}
DEFAULTS = dict({name: choices[0][0] for name, choices in CHOICES.items()},
                daily_budget_usd=None)
#: US dollars in a day, as the contract has it.
MAX_BUDGET_USD = 1000000


def submit(env, account, subject, changed, seen=None):
    """Write what changed and the event that says all, and send it.

    :param account: the author's `Account`.
    :param changed: {field: what the form says}; what it lacks stays as it
        was last said here.
    :param seen: `changed` of the settings that the form showed; None asks
        nothing.
    :raises InvalidInput: when the form is none of ours, or somebody has said
        something else since it was shown.
    """
    text.check_text(subject, _("The subject"), MAX_SUBJECT_CHARS,
                    _("Please choose a subject first."))
    checked = check_settings(changed)
    with env.db_transaction as db:
        db("INSERT INTO learning_course (subject, settings, changed) "
           "VALUES (%s, '{}', 0) ON CONFLICT DO NOTHING", (subject,))
        if not lock_unchanged(db, subject, seen):
            raise InvalidInput(_(
                "Another author has changed %(course)s since this page was "
                "shown, and nothing of yours was saved. This is how it "
                "stands now.", course=subject))
        settings = dict(settings_of(env, ())[subject], **checked)
        db("UPDATE learning_course SET settings=%s WHERE subject=%s",
           (json.dumps(settings), subject))
        message = outbox.Message(
            str(uuid.uuid4()), CHANGED, account.sub, tuple(account.groups),
            timestamps.now(), 0, dict(settings, subject=subject))
        outbox.add(db, message)
    publisher.publish_by_relay(env, message)


def lock_unchanged(db, subject, seen):
    """Holds the course's row until the end; False where it is not the one
    that was seen."""
    cursor = db.cursor()
    cursor.execute("UPDATE learning_course SET changed=%s WHERE subject=%s "
                   "AND (%s IS NULL OR changed=%s)",
                   (timestamps.now(), subject, seen, seen))
    return cursor.rowcount == 1


def check_settings(typed):
    """The settings that a form says.

    :raises InvalidInput: and says what to do.
    """
    settings = {name: typed[name] for name in CHOICES if name in typed}
    for name, said in settings.items():
        if said not in dict(CHOICES[name]):
            raise InvalidInput(_("Please choose from the lists."))
    if 'daily_budget_usd' in typed:
        settings['daily_budget_usd'] = _budget(typed['daily_budget_usd'])
    return settings


def _budget(said):
    said = said.strip().lstrip('$').replace(',', '.')
    if not said:
        return None
    try:
        budget = float(said)
    except ValueError:
        budget = -1
    if not 0 <= budget <= MAX_BUDGET_USD:
        raise InvalidInput(_("What models may cost in a day is a number of "
                             "US dollars; empty: the operator's limit."))
    return budget


def settings_of(env, known):
    """{subject: settings} of courses of which somebody said something.

    :param known: as the API tells them; what is kept here is as new.
    """
    found = {one['subject']: dict(DEFAULTS, generated_questions=one[
        'generated_questions']) for one in known}
    for subject, settings in env.db_query(
            "SELECT subject, settings FROM learning_course"):
        found[subject] = dict(found.get(subject, DEFAULTS),
                              **json.loads(settings))
    return found


def describe_reader(env, course):
    """Who reads a learner's answer, for the learner. Whether the grader has
    language models is its operators' matter and not known here."""
    said = DEFAULTS
    for settings, in env.db_query("SELECT settings FROM learning_course "
                                  "WHERE subject=%s", (course,)):
        said = dict(DEFAULTS, **json.loads(settings))
    if said['language_models'] == 'refused':
        return _("It is graded on this machine; no language model outside "
                 "reads it.")
    return _("Where the site uses language models, one outside may read it; "
             "it is not told who you are.")


def describe_courses(env, subjects, known):
    """What the page says of each subject.

    :param known: [{subject, generated_questions}], as the API tells them.
    """
    said = settings_of(env, known)
    changed = dict(env.db_query(
        "SELECT subject, changed FROM learning_course"))
    sent = {json.loads(data)['subject'] for data, in env.db_query("""
        SELECT data FROM learning_outbox
        WHERE detail_type=%s AND echoed IS NULL
        """, (CHANGED,))}
    return [dict(said.get(subject, DEFAULTS), subject=subject,
                 sent=subject in sent, changed=changed.get(subject, 0))
            for subject in sorted(set(subjects).union(said))]
