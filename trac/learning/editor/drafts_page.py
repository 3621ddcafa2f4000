# -*- coding: utf-8 -*-
"""`/learning/questions/drafts`: what authors wrote and did not release yet."""

from learning.dates import describe_date, describe_time
from learning.editor.drafts import Drafts
from learning.pages.navigation import LearningPage, add_layout
from learning.questions import access
from learning.translation import _


class DraftsPage(LearningPage):
    """Lists drafts for authors: first those with an instant, in its order."""

    # IRequestHandler methods

    def match_request(self, req):
        return req.path_info == '/learning/questions/drafts'

    def process_request(self, req):
        req.perm.require('LEARNING_AUTHOR')
        add_layout(req, 'drafts')
        return 'learning_drafts.html', {
            'drafts': [self._describe(req, draft)
                       for draft in Drafts(self.env).all()
                       if access.visible(self.env, req, draft.ticket)]}, {}

    # Internal methods

    def _describe(self, req, draft):
        return {'ticket': draft.ticket, 'trouble': draft.trouble,
                'title': draft.title or _("(no title yet)"),
                'course': draft.question.course, 'author': draft.author,
                'first': not draft.question.revision,
                'changed': describe_time(req, draft.changed),
                'at': draft.publish_at and describe_date(req,
                                                         draft.publish_at)}
