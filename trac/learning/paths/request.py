# -*- coding: utf-8 -*-
"""A learner's wish for a path, from the form to the row and its event."""

import re
import uuid
from collections import namedtuple

from learning import text, timestamps
from learning.errors import InvalidInput
from learning.paths.path import (RANKS, REQUESTED, Path, Paths, insert_path)
from learning.sync import outbox
from learning.translation import _

# Limits of the contract of `PathRequested.v1`.
MAX_GOAL_CHARS = 1000
DIFFICULTIES = (1, 2, 3, 4, 5)
MIN_MINUTES, MAX_MINUTES = 5, 6000
DEFAULT_DIFFICULTY, DEFAULT_MINUTES = 3, 120

#: goal: text; difficulty, minutes: as they were typed, or numbers when they
#: are checked.
Wish = namedtuple('Wish', 'goal difficulty minutes')


class PathRequests(object):
    """Asks for paths.

    :param env: the Trac environment.
    """

    def __init__(self, env):
        self.env = env

    def submit(self, account, wish, ident):
        """Write the path and the event that asks for it in one transaction.

        The same wish under the same id is a double click: it stays one path.
        Another wish under it is another path.

        :param account: the learner's `Account`. :param wish: a checked one.
        :param ident: made when the form was shown; '' makes one.
        :return: (`Path`, `Message` or None when it was there already).
        """
        with self.env.db_transaction as db:
            path = new_path(ident or str(uuid.uuid4()), account.sub, wish)
            if not insert_path(db, path):
                known = Paths(self.env).get(path.id)
                if known.learner == path.learner and wish_of(known) == wish:
                    return known, None
                path = path._replace(id=str(uuid.uuid4()))
                insert_path(db, path)
            message = requested_event(path, account.groups)
            outbox.add(db, message)
        return path, message


def read_wish(args):
    """The form as it was typed, unchecked."""
    return Wish(text.normalize_newlines(args.getfirst('goal', '')),
                args.getfirst('difficulty', str(DEFAULT_DIFFICULTY)).strip(),
                args.getfirst('minutes', str(DEFAULT_MINUTES)).strip())


def check_wish(wish):
    """The wish with numbers.

    :raises InvalidInput: and says what to do.
    """
    text.check_text(wish.goal, _("Your goal"), MAX_GOAL_CHARS,
                    _("Please say what you want to learn."))
    difficulty = read_number(wish.difficulty)
    if difficulty not in DIFFICULTIES:
        raise InvalidInput(_("Please choose a difficulty from 1 to 5."))
    minutes = read_number(wish.minutes)
    if minutes is None or not MIN_MINUTES <= minutes <= MAX_MINUTES:
        raise InvalidInput(_(
            "Please say how much time you have: from %(least)s to %(most)s "
            "minutes.", least=MIN_MINUTES,
            most=text.group_digits(MAX_MINUTES)))
    return Wish(wish.goal, difficulty, minutes)


def read_number(typed):
    """A whole number, or None for what is none."""
    return int(typed) if re.match(r'[0-9]{1,6}\Z', typed) else None


def wish_of(path):
    """What a path was asked with."""
    return Wish(path.goal, path.difficulty, path.minutes)


def new_path(ident, learner, wish):
    """A path that was just asked for."""
    now = timestamps.now()
    return Path(ident, learner, REQUESTED, RANKS[REQUESTED], wish.goal,
                wish.difficulty, wish.minutes, '', now, now, {}, 0)


def requested_event(path, groups):
    """The event that asks for a path: its id is the path's."""
    return outbox.Message(path.id, 'PathRequested.v1', path.learner,
                          tuple(groups), path.asked_at, 0,
                          wish_of(path)._asdict())
