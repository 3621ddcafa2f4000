# -*- coding: utf-8 -*-
"""How long an answer took: from when its question was first open, since the
answer before, until it was sent.
"""

from trac.util.text import exception_to_unicode

from learning import timestamps

#: As the contract of `AnswerSubmitted.v1` has it. Who had it open for longer
#: was away, and how long the work took is not known.
MAX_SECONDS = 3600


def begin_opening(env, ticket, sub):
    """A learner has a question open. What fails here keeps nobody from it."""
    if env.db_query("SELECT 1 FROM learning_opening WHERE ticket=%s "
                    "AND sub=%s", (ticket, sub)):
        return
    try:
        env.db_transaction(
            "INSERT INTO learning_opening (ticket, sub, at) "
            "VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
            (ticket, sub, timestamps.now()))
    except env.db_exc.DatabaseError as e:
        env.log.warning("It was not noted that #%s is open: %s", ticket,
                        exception_to_unicode(e))


def end_opening(db, ticket, sub, at):
    """The question is answered.

    :param db: the transaction of the answer. :param at: microseconds.
    :return: seconds that it took, None when that is not known.
    """
    found = db("SELECT at FROM learning_opening WHERE ticket=%s AND sub=%s",
               (ticket, sub))
    db("DELETE FROM learning_opening WHERE ticket=%s AND sub=%s",
       (ticket, sub))
    for began, in found:
        seconds = (at - began) // timestamps.SECOND
        return int(seconds) if 0 <= seconds <= MAX_SECONDS else None
