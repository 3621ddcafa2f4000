# -*- coding: utf-8 -*-
"""`/learning/questions/export` and `/learning/questions/import`."""

from trac.core import Component, implements
from trac.web.api import IRequestHandler
from trac.web.chrome import Chrome, add_warning

from learning.course_order import QUESTION, CourseOrder
from learning.courses.names import course_names
from learning.editor.drafts import Drafts
from learning.editor.typed_form import stored_form
from learning.errors import InvalidInput
from learning.exchange import question_import
from learning.exchange.formats import MAX_BYTES, WRITERS, read_file
from learning.exchange.question_import import Import
from learning.exchange.record import record_of
from learning.pages.navigation import LearningPage, add_layout
from learning.questions import access
from learning.questions.question import Questions
from learning.sync import publisher
from learning.translation import N_, _, gettext
from learning.users.account import Accounts
from learning.web import body, json_reply

EXPORT, IMPORT = '/learning/questions/export', '/learning/questions/import'
#: Bytes of the form around its file.
FORM_OVERHEAD_BYTES = 1 << 14
OUTCOMES = {question_import.NEW: N_("new"),
            question_import.CHANGED: N_("changed"),
            question_import.SAME: N_("as it was"),
            question_import.REFUSED: N_("refused")}


class QuestionExport(Component):
    """Gives authors the questions of a course, or all, as a file."""

    implements(IRequestHandler)

    # IRequestHandler methods

    def match_request(self, req):
        return req.path_info == EXPORT

    def process_request(self, req):
        req.perm.require('LEARNING_AUTHOR')
        kind = req.args.getfirst('format', 'yaml')
        write, content_type = WRITERS.get(kind) or WRITERS['yaml']
        content = write(self._records(req, req.args.getfirst('course', '')))
        req.send_header('Content-Disposition',
                        'attachment; filename=questions.%s'
                        % (kind if kind in WRITERS else 'yaml'))
        req.send(content, content_type)

    # Internal methods

    def _records(self, req, course):
        """Of questions as authors have them: the draft where there is one."""
        tickets = {question.ticket for question in Questions(self.env).all()}
        tickets |= {draft.ticket for draft in Drafts(self.env).all()}
        places = CourseOrder(self.env, QUESTION).places()
        found = [(ticket, stored_form(self.env, ticket))
                 for ticket in sorted(tickets)
                 if access.visible(self.env, req, ticket)]
        return [record_of(req.abs_href.ticket(ticket), typed, places.get(
                    (typed.question.course, unicode(ticket))))
                for ticket, typed in found
                if not course or typed.question.course == course]


class QuestionImport(LearningPage):
    """Takes a file of questions from an author."""

    # IRequestHandler methods

    def match_request(self, req):
        if req.path_info != IMPORT:
            return False
        if req.method == 'POST':
            # Before Trac looks for the form's token in it.
            whole = req.callbacks['arg_list']
            req.callbacks['arg_list'] = lambda req: self._checked(req, whole)
        return True

    def process_request(self, req):
        req.perm.require('LEARNING_AUTHOR')
        data = {'outcomes': None, 'look': False, 'release': False,
                'course': req.args.getfirst('course', ''),
                'courses': course_names(self.env),
                'largest': MAX_BYTES // 10 ** 6}
        status = 200
        if req.method == 'POST':
            try:
                data.update(self._import_file(req))
            except InvalidInput as e:
                status = 400
                if json_reply.is_wanted(req):
                    json_reply.send(req, status, {'message': unicode(e)})
                add_warning(req, e)
        if data['outcomes'] is not None and json_reply.is_wanted(req):
            json_reply.send(req, status, {'outcomes': data['outcomes']})
        add_layout(req, 'files')
        page = 'learning_import.html', data, {}
        if status == 200:
            return page
        req.send(Chrome(self.env).render_template(req, *page), 'text/html',
                 status)

    # Internal methods

    def _checked(self, req, whole):
        """The arguments of the form, if it is to be read at all."""
        req.perm.require('LEARNING_AUTHOR')
        body.narrow_body(req, MAX_BYTES + FORM_OVERHEAD_BYTES, _(
            "A file of questions has at most %(most)s MB: bring it in parts.",
            most=MAX_BYTES // 10 ** 6))
        return whole(req)

    def _import_file(self, req):
        file = req.args.get('file')
        if not getattr(file, 'filename', None):
            raise InvalidInput(_("Please choose a file."))
        entries = read_file(file.filename, file.value,
                            req.args.getfirst('format', ''))
        look = 'look' in req.args
        release = req.args.getfirst('release') == '1'
        account = Accounts(self.env).of_user(req.authname)
        course = ' '.join(req.args.getfirst('course', '').split())
        into = Import(self.env, req, account, course, release)
        outcomes = [into.import_question(entry, look) for entry in entries]
        publisher.publish_some(self.env, into.messages)
        return {'look': look, 'release': release, 'outcomes': [
            dict(one._asdict(), said=gettext(OUTCOMES[one.outcome]))
            for one in outcomes]}
