# -*- coding: utf-8 -*-
"""How many attempts a learner has at a question: as many as its author set,
and those that an author granted them beyond.

An attempt that could not be graded is not used up.
"""

from collections import namedtuple

from learning import timestamps
from learning.errors import InvalidInput, NoAttemptsLeft
from learning.translation import _, ngettext

#: That never get a grade.
UNUSED = ('ungradable', 'rejected')
#: More at once are a slip of the pen.
MAX_GRANT = 20

#: limit: all that the learner has, granted ones too; used: of them; grants:
#: `Grant`s.
Allowance = namedtuple('Allowance', 'limit used grants')
#: granted_by: user name; at: microseconds.
Grant = namedtuple('Grant', 'attempts granted_by at')


def allowance_of(env, question, sub):
    """A learner's `Allowance`, or None where the question sets no limit."""
    if not question.max_attempts:
        return None
    return _read_allowances(env, question, [sub], "ticket=%s AND sub=%s",
                            (question.ticket, sub))[sub]


def allowances_of(env, question, subs):
    """{sub: `Allowance`} of learners, at a question that sets a limit."""
    return _read_allowances(env, question, subs, "ticket=%s",
                            (question.ticket,))


def _read_allowances(env, question, subs, where, args):
    grants = {sub: [] for sub in subs}
    for found in env.db_query(
            "SELECT sub, attempts, granted_by, at FROM learning_grant "
            "WHERE %s ORDER BY at" % where, args):
        grants.setdefault(found[0], []).append(Grant(*found[1:]))
    used = dict(env.db_query(
        "SELECT sub, COUNT(*) FROM learning_attempt WHERE %s "
        "AND phase NOT IN (%%s, %%s) GROUP BY sub" % where, args + UNUSED))
    return {sub: Allowance(
        question.max_attempts + sum(grant.attempts for grant in grants[sub]),
        used.get(sub, 0), grants[sub]) for sub in subs}


def exhausted_of(env, sub):
    """Tickets at which a learner has no attempt left."""
    return {ticket for ticket, in env.db_query("""
        SELECT q.ticket FROM learning_question q
        JOIN learning_attempt a ON a.ticket=q.ticket AND a.sub=%s
             AND a.phase NOT IN (%s, %s)
        WHERE q.max_attempts > 0
        GROUP BY q.ticket, q.max_attempts
        HAVING COUNT(*) >= q.max_attempts + COALESCE(
            (SELECT SUM(g.attempts) FROM learning_grant g
             WHERE g.ticket=q.ticket AND g.sub=%s), 0)
        """, (sub,) + UNUSED + (sub,))}


def attempts_left(allowance):
    """How many; None for any number."""
    return allowance and max(0, allowance.limit - allowance.used)


def require_attempt(env, question, sub):
    """To be called while the learner's attempt counter is locked, where an
    attempt is to be made.

    :raises NoAttemptsLeft: and says what to do.
    """
    allowance = allowance_of(env, question, sub)
    if attempts_left(allowance) == 0:
        raise NoAttemptsLeft(ngettext(
            "You have given the %(num)s answer that this question allows. "
            "Your text is kept below. An author can give you another one: "
            "ask in a comment on the ticket.",
            "You have given all %(num)s answers that this question allows. "
            "Your text is kept below. An author can give you another one: "
            "ask in a comment on the ticket.", allowance.limit))


def grant_attempts(env, question, sub, attempts, author):
    """An author gives a learner more attempts.

    :param author: user name.
    :raises InvalidInput: when there is nothing to grant.
    """
    if not question.max_attempts:
        raise InvalidInput(_("This question sets no limit: nobody needs "
                             "another attempt."))
    if not 1 <= attempts <= MAX_GRANT:
        raise InvalidInput(_("Please grant 1 to %(most)s attempts.",
                             most=MAX_GRANT))
    env.db_transaction(
        "INSERT INTO learning_grant (ticket, sub, at, attempts, granted_by) "
        "VALUES (%s, %s, %s, %s, %s)",
        (question.ticket, sub, timestamps.now(), attempts, author))
