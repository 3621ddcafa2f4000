# -*- coding: utf-8 -*-
"""Why somebody may wait, each cause with what to do: worked out of what Trac
knows and of what the queues say. Nothing here is a guess about a service: a
queue is full, or it is not.
"""

from learning.dates import describe_time
from learning.operations import waiting_learners
from learning.translation import N_, _, gettext, ngettext, tag_, tagn_
from trac.util.html import tag

SYNC_COMMAND = 'trac-admin ENV learning sync'
#: A queue's messages and nobody at work: what the service would be doing.
DOES = {
    'progress': N_("shows learners how their answers stand"),
    'grader': N_("grades answers"),
    'path-generator': N_("makes paths"),
    'indexer': N_("reads material"),
}


def find_causes(req, unsent, read_at, queues):
    """[what a person is told], the first on an answer's way first.

    :param unsent: `Unsent` or None. :param read_at: when the feed was read.
    :param queues: as `GET /api/v1/operations` says; [] when nobody says.
    """
    found = []
    if unsent:
        found.append(_unsent(req, unsent))
    if read_at is None or waiting_learners.is_older(
            read_at, waiting_learners.FEED_QUIET_AFTER_S):
        found.append(_quiet_feed(req, read_at))
    for queue in queues:
        found.extend(_of_queue(queue))
    return found


def _unsent(req, unsent):
    said = tagn_(
        "%(num)s event could not be handed to the gateway, since %(since)s.",
        "%(num)s events could not be handed to the gateway, since "
        "%(since)s.", unsent.count,
        since=describe_time(req, unsent.since)['element'])
    kept = _("Nothing is lost: Trac sends again by itself.")
    if not unsent.error:
        return tag(said, ' ', kept)
    return tag(said, ' ', _("The gateway says: %(error)s",
                            error=unsent.error), ' ', kept)


def _quiet_feed(req, read_at):
    command = tag.code(SYNC_COMMAND)
    if read_at is None:
        return tag_("Nobody has read the services' news yet: is %(command)s "
                    "running?", command=command)
    return tag_("The services' news were last read at %(at)s: grades may be "
                "there and not shown. Is %(command)s running, and does the "
                "gateway answer?", at=describe_time(req, read_at)['element'],
                command=command)


def _of_queue(queue):
    name = queue['name']
    if queue['waiting'] and not queue['in_work']:
        yield ngettext(
            "%(num)s message waits for %(name)s, which %(does)s, and none is "
            "in work: is it running?",
            "%(num)s messages wait for %(name)s, which %(does)s, and none is "
            "in work: is it running?", queue['waiting'], name=name,
            does=gettext(DOES.get(name, N_("works on events"))))
    for kind, said in (
            ('failed', N_("%(name)s gave up on %(count)s. Look at why with "
                          "%(show)s; when the cause is mended, try again "
                          "with %(replay)s.")),
            ('undelivered', N_("%(count)s could not be delivered to "
                               "%(name)s. Look at them with %(show)s; send "
                               "them on with %(replay)s."))):
        if queue[kind]:
            yield tag_(
                said, name=name, count=ngettext(
                    "%(num)s message", "%(num)s messages", queue[kind]),
                show=tag.code('traclearn dlq show %s' % name),
                replay=tag.code('traclearn dlq replay %s' % name))
