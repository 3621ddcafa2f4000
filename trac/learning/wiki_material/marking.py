# -*- coding: utf-8 -*-
"""`POST /learning/material/marks`: an author makes wiki pages material, or
takes them back.
"""

from trac.core import Component, implements
from trac.web.api import IRequestHandler
from trac.web.chrome import add_notice, add_warning
from trac.wiki.model import WikiPage

from learning import text
from learning.errors import InvalidInput
from learning.translation import _, ngettext
from learning.users.account import Accounts
from learning.wiki_material import marks
from learning.wiki_material.marks import Marks
from learning.wiki_material.wiki_changes import Pages


class Marking(Component):
    """Sets and takes away marks, and publishes the pages concerned."""

    implements(IRequestHandler)

    # IRequestHandler methods

    def match_request(self, req):
        return req.path_info == '/learning/material/marks'

    def process_request(self, req):
        req.perm.require('LEARNING_AUTHOR')
        name = req.args.getfirst('name', '').strip()
        if req.method == 'POST':
            try:
                self._do(req, name)
            except InvalidInput as e:
                add_warning(req, e)
        back = req.args.getfirst('back') == 'wiki' and name
        req.redirect(req.href.wiki(name) if back else
                     req.href.learning('material') + '#wiki')

    # Public API

    def mark_pages(self, name, account, subject=''):
        """Make a page or all pages below a prefix material.

        Without a subject of its own, a page that a wider mark is about needs
        no mark and keeps the wider one's subject.

        :param account: of the author. :param subject: '' for the first part
            of a page's name.
        :return: the pages whose change was published.
        """
        with self.env.db_transaction:
            known = Marks(self.env)
            before = known.all()
            old = next((m for m in before if m.name == name), None)
            if old is None or not old.used or old.subject != subject:
                known.drop(name)
                wider = None if subject or marks.is_prefix(name) else \
                    known.of(name)
                if wider is None or \
                        not marks.is_readable(self.env, wider, name):
                    known.put(marks.new_mark(name, account, wider.subject
                                             if wider else subject))
            pages = Pages(self.env)
            pages.approve_new(name, before, account.username)
            return pages.append_events(name, account.sub)

    def unmark_pages(self, name, account):
        """Use a page, or what a prefix stands for, no longer.

        A page that a wider mark is about is left out of it.

        :return: the pages whose change was published.
        """
        with self.env.db_transaction:
            known = Marks(self.env)
            known.drop(name)
            if not marks.is_prefix(name) and known.of(name):
                known.put(marks.new_mark(name, account, used=0))
            return Pages(self.env).append_events(name, account.sub)

    # Internal methods

    def _do(self, req, name):
        account = Accounts(self.env).of_user(req.authname)
        if account is None:
            raise InvalidInput(_("Your sign-in is over. Sign in again."))
        subject = req.args.getfirst('subject', '').strip()
        text.check_text(name, _("The page's name"), marks.MAX_PAGE_NAME_CHARS,
                        _("Please name a page, or a prefix that ends with a "
                          "slash."))
        text.check_text(subject, _("The subject"), marks.MAX_SUBJECT_CHARS)
        if 'leave' in req.args:
            published = self.unmark_pages(name, account)
            add_notice(req, _("%(name)s is no longer learning material.",
                              name=name))
        else:
            if not marks.is_prefix(name):    # of a prefix, each page is asked
                req.perm('wiki', name).require('WIKI_VIEW')
            published = self.mark_pages(name, account, subject)
            add_notice(req, self._used(name, published))
        self.log.info("%s %s: %d pages are published", req.authname, name,
                      len(published))

    def _used(self, name, published):
        if marks.is_prefix(name):
            return ngettext(
                "Pages below %(name)s are learning material now; %(num)s is "
                "on its way.", "Pages below %(name)s are learning material "
                "now; %(num)s are on their way.", len(published), name=name)
        if not WikiPage(self.env, name).exists:
            return _("There is no page %(name)s yet; it will be learning "
                     "material as soon as somebody writes it.", name=name)
        return _("%(name)s is learning material now.", name=name)
