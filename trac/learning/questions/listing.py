# -*- coding: utf-8 -*-
"""`/learning/questions`: every question there is, for authors, narrowed by
course, title and whom it is for.
"""

from collections import namedtuple
from functools import partial

from learning.answers.learners_answers import count_learners
from learning.courses.names import course_names
from learning.pages.navigation import LearningPage, add_layout
from learning.progress.cards import course_href
from learning.translation import N_, gettext

ROWS_PER_PAGE = 100
EVERYONE, ONE = 'everyone', 'one'
#: Whom questions are for.
AUDIENCES = ((EVERYONE, N_("everyone")), (ONE, N_("one learner")),
             ('', N_("anybody")))

ListedQuestion = namedtuple('ListedQuestion', 'ticket title course own')


class QuestionList(LearningPage):
    """Lists questions for authors."""

    # IRequestHandler methods

    def match_request(self, req):
        return req.path_info == '/learning/questions'

    def process_request(self, req):
        req.perm.require('LEARNING_AUTHOR')
        add_layout(req, 'questions')
        wanted = {'q': req.args.getfirst('q', '').strip(),
                  'course': req.args.getfirst('course', ''),
                  'audience': req.args.getfirst('audience', EVERYONE)}
        after = req.args.getint('after', 0, min=0, max=1000000)
        rows = find_questions(self.env, after=after, limit=ROWS_PER_PAGE + 1,
                              **wanted)
        return 'learning_questions.html', {
            'wanted': wanted, 'after': after, 'courses': course_names(
                self.env),
            'audiences': [(name, gettext(word)) for name, word in AUDIENCES],
            'next': after + ROWS_PER_PAGE
            if len(rows) > ROWS_PER_PAGE else None,
            'rows': [row for row in rows[:ROWS_PER_PAGE]
                     if 'TICKET_VIEW' in req.perm('ticket', row.ticket)],
            'course_href': partial(course_href, req),
            'learners': count_learners(self.env)}, {}


def find_questions(env, q, course, audience, after, limit):
    """`ListedQuestion`s, by number.

    :param q: part of the title. :param course: '' for all.
    :param audience: of `AUDIENCES`. :param after: rows to leave out.
    """
    with env.db_query as db:
        where, args = ["t.summary " + db.like()], \
            ('%' + db.like_escape(q) + '%',)
        if course:
            where.append("q.course=%s")
            args += (course,)
        if audience == EVERYONE:
            where.append("q.learner=''")
        elif audience == ONE:
            where.append("q.learner<>''")
        return [ListedQuestion(ticket, title or '', of or '', bool(learner))
                for ticket, title, of, learner in db("""
            SELECT q.ticket, t.summary, q.course, q.learner
            FROM learning_question q JOIN ticket t ON t.id=q.ticket
            WHERE %s ORDER BY q.ticket LIMIT %%s OFFSET %%s
            """ % ' AND '.join(where), args + (limit, after))]
