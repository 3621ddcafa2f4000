# -*- coding: utf-8 -*-
"""`trac-admin ENV learning ...`"""

import json

from trac.admin.api import AdminCommandError, IAdminCommandProvider, \
    get_dir_list
from trac.core import Component, implements
from trac.util.text import print_table, printout

from learning.admin.seed import Seed
from learning.operations.trouble import stuck_events
from learning.permissions.audit import describe_permissions
from learning.sync.loop import Sync
from learning.translation import _
from learning.wiki_material.wiki_changes import Pages


class LearningAdmin(Component):
    """The plugin's commands."""

    implements(IAdminCommandProvider)

    # IAdminCommandProvider methods

    def get_admin_commands(self):
        yield ('learning outbox', '',
               'Show events that the feed has not spoken of', None,
               self._outbox)
        yield ('learning permissions', '',
               'Say what learners may do beyond what they need', None,
               self._permissions)
        yield ('learning resend-pages', '',
               """Publish all wiki pages that are material once more

               For after the knowledge base was lost: see docs/recovery.md.
               `learning sync` sends them.
               """, None, self._resend_pages)
        yield ('learning seed', '<file>',
               """Put a course into Trac

               The file is JSON: `accounts`, `wiki`, `material` (wiki pages
               and prefixes that teach) and `tickets` with their questions.
               Doing it again changes nothing; a changed question gets a new
               revision.
               """, self._complete_seed, self._seed)
        yield ('learning sync', '',
               """Bring grades into Trac and send again what was not taken

               Runs until SIGTERM. Several may run: one leads, the others
               wait to take over.
               """, None, self._sync)

    # Internal methods

    def _permissions(self):
        printout(describe_permissions(self.env))

    def _sync(self):
        Sync(self.env).run()

    def _resend_pages(self):
        for page in Pages(self.env).append_events_again():
            printout(page)

    def _complete_seed(self, args):
        if len(args) == 1:
            return get_dir_list(args[0])

    def _seed(self, path):
        try:
            with open(path) as source:
                course = json.load(source)
        except (IOError, ValueError) as e:
            raise AdminCommandError(_("%(path)s cannot be read: %(error)s",
                                      path=path, error=e))
        for line in Seed(self.env).load(course):
            printout(line)

    def _outbox(self):
        rows = stuck_events(self.env)
        print_table([(s.event_id, s.detail_type, s.ticket, s.username,
                      s.tries, s.last_error) for s in rows],
                    [_("Event"), _("Type"), _("Ticket"), _("Of"), _("Sent"),
                     _("Last error")])
