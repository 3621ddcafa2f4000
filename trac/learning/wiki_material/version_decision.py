# -*- coding: utf-8 -*-
"""An author's yes or no to a version of a material page."""


from learning.errors import InvalidInput
from learning.translation import _
from learning.wiki_material import approval
from learning.wiki_material.marks import Marks
from learning.wiki_material.wiki_changes import Pages, lock_page


def decide_version(env, page, number, saved, teach, username):
    """An author says whether a version is taught.

    :param number: the version that the author has seen. :param saved:
        when that was saved. :param teach: yes or no.
    :raises InvalidInput: when there is something else to decide, or nothing.
    """
    with env.db_transaction as db:
        if Marks(env).of(page) is None:
            raise InvalidInput(_("%(name)s is not learning material any more: "
                                 "there is nothing to decide.", name=page))
        lock_page(db, page)
        versions = approval.read_history(db, page)
        waiting = approval.find_waiting(versions)
        if waiting is None or \
                (waiting.number, waiting.saved) != (number, saved):
            raise InvalidInput(conflict_message(page, versions, number, saved))
        approval.put_status(db, page, waiting, approval.APPROVED if teach else
                     approval.REFUSED, username)
        Pages(env).append_event(page, '')


def conflict_message(page, versions, number, saved):
    """Why a decision about a version comes too late, in words."""
    if not versions:
        return _("The page %(name)s was deleted: there is nothing to decide.",
                 name=page)
    seen = next((v for v in versions
                 if (v.number, v.saved) == (number, saved)), None)
    if seen is None:
        return _("The version of %(name)s that you decided about was deleted. "
                 "Nothing was changed.", name=page)
    if versions[0].number > number and seen.status != approval.FOUND:
        return _("%(name)s was changed again since you looked at it. Nothing "
                 "was decided: please look at the newest change.", name=page)
    if seen.status == approval.REFUSED:
        return _("Another author has decided already: the change of %(name)s "
                 "is not taught.", name=page)
    return _("Another author has decided already: the change of %(name)s is "
             "taught.", name=page)
