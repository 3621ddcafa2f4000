# -*- coding: utf-8 -*-
"""`/learning/questions/generated`: questions that the path generator made,
and an author's word on them.
"""

from trac.web.chrome import add_notice, add_warning

from learning.answers.view import safe_link
from learning.courses import setting as course_setting
from learning.courses.names import course_names
from learning.errors import InvalidInput
from learning.gateway import person
from learning.generated_questions import review as question_review
from learning.material.document import Documents
from learning.pages.navigation import LearningPage, add_layout
from learning.translation import N_, _, gettext
from learning.users.account import Accounts

PATH = '/api/v1/generated-questions'
#: Questions on one page of the list.
ROWS_PER_PAGE = 20
#: Never by colour alone: a symbol and a word.
STATES = (('drafted', u'\u2026', N_("not looked at yet")),
          ('approved', u'\u2713', N_("approved")),
          ('edited', u'\u270e', N_("edited")),
          ('withdrawn', u'\u2717', N_("withdrawn")))
#: What was decided, until the list shows it.
SENT = {'approved': N_("sent: approved"), 'edited': N_("sent: edited"),
        'withdrawn': N_("sent: withdrawn")}
SENT_SYMBOL = u'\u2197'
FORMS = {'definition': N_("definition"), 'function': N_("function"),
         'purpose': N_("purpose"), 'cause': N_("cause"),
         'consequence': N_("consequence"), 'comparison': N_("comparison"),
         'procedure': N_("procedure"),
         'summary': N_("read and summarise")}


class GeneratedQuestionsPage(LearningPage):
    """Lists them for authors, and takes Yes and Withdraw, and when a course
    asks them."""

    # IRequestHandler methods

    def match_request(self, req):
        return req.path_info == '/learning/questions/generated'

    def process_request(self, req):
        req.perm.require('LEARNING_AUTHOR')
        wanted = {name: value for name, value in (
            ('subject', req.args.getfirst('subject', '')),
            ('state', req.args.getfirst('state', ''))) if value}
        if req.method == 'POST':
            self._decide(req)
            req.redirect(req.href.learning('questions', 'generated', **wanted))
        add_layout(req, 'generated')
        found, paging = person.ask_page(self.env, req, "Questions", PATH,
                                        ROWS_PER_PAGE, wanted)
        courses = [] if paging['trouble'] else course_setting.describe_courses(
            self.env, course_names(self.env), found.get('courses') or ())
        sent = question_review.sent_decisions(self.env)
        return 'learning_generated.html', dict(
            paging, wanted=wanted, courses=courses,
            questions=[describe_question(req, question, sent)
                       for question in found.get('questions') or ()],
            subjects=Documents(self.env).subjects(),
            choices={name: [(value, gettext(word))
                            for value, word in choices] for name, choices
                     in course_setting.CHOICES.items()},
            states=[(name, gettext(word)) for name, _symbol, word
                    in STATES]), {}

    # Internal methods

    def _set_course(self, req, account):
        course_setting.submit(
            self.env, account, req.args.getfirst('course'),
            {name: req.args.getfirst(name)
             for name in course_setting.DEFAULTS if name in req.args},
            req.args.getint('seen'))

    def _decide(self, req):
        try:
            account = account_of(self.env, req)
            if 'course' in req.args:
                self._set_course(req, account)
            else:
                question_review.submit(self.env, account,
                              req.args.getfirst('question_id', ''),
                              req.args.getfirst('decision', ''))
        except InvalidInput as e:
            add_warning(req, e)
        else:
            add_notice(req, _("Sent. It counts for what is asked and "
                              "graded from now on."))


def account_of(env, req):
    """Who decides.

    :raises InvalidInput: when the session is over.
    """
    account = Accounts(env).of_user(req.authname)
    if account is None:
        raise InvalidInput(_("Your sign-in is over. Sign in in another tab "
                             "and try again."))
    return account


def describe_question(req, question, sent):
    """A question as the page says it.

    :param sent: {question id: decision} on their way.
    """
    ident, source = question['question_id'], question['source']
    symbol, word = next((symbol, word) for name, symbol, word in STATES
                        if name == question['state'])
    if ident in sent:
        symbol, word = SENT_SYMBOL, SENT[sent[ident]]
    heading = [title for title in source['heading']
               if title != source['title']]
    return dict(
        question, symbol=symbol, word=gettext(word), sent=ident in sent,
        form=gettext(FORMS.get(question['form'], question['form'])),
        disputes=question.get('disputes') or 0,
        notes=question.get('notes') or [],
        further_references=question.get('further_references') or [],
        is_edited=question['drafted'] != question['question'],
        summary=question['form'] == 'summary', source=dict(
            source, section=u' \u203a '.join(heading),
            wiki=safe_link(req, source['href'])))
