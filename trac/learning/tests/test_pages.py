# -*- coding: utf-8 -*-

import json
import re
import unittest

from trac.perm import PermissionError, PermissionSystem
from trac.resource import ResourceNotFound
from trac.search.web_ui import SearchModule
from trac.ticket.model import Ticket
from trac.ticket.web_ui import TicketModule
from trac.web.chrome import Chrome
from trac.wiki.model import WikiPage

from learning import timestamps
from learning.answers.attempt import Attempts
from learning.answers.state import StateHandler
from learning.editor.question_page import QuestionForm
from learning.operations.page import OperatePage
from learning.pages.course import CoursePage
from learning.questions.listing import QuestionList
from learning.questions.question import Questions
from learning.sync import cursor
from learning.sync.feed import Feed, parse_change
from learning.tests.question_case import (AUTHOR, LEARNER, OPERATOR, OTHER,
                                          REFERENCE, RUBRIC, SUBS,
                                          QuestionTestCase, change, grade)
from learning.tickets.panel import TicketPanel
from learning.users.account import Accounts

SECRETS = ('SECRET', REFERENCE)


class PageCase(QuestionTestCase):

    def ticket_page(self, user, ticket):
        req = self.request(user, '/ticket/%d' % ticket)
        req.args['id'] = str(ticket)
        answer = TicketModule(self.env).process_request(req)
        return self.rendered(req, *TicketPanel(self.env).post_process_request(
            req, *answer + (({},) if len(answer) == 2 else ())))

    def rendered(self, req, template, data, metadata):
        return Chrome(self.env).render_template(
            req, template, data, dict(metadata, iterable=False)
        ).decode('utf-8')

    def page(self, handler, user, path, **args):
        req = self.request(user, path, **args)
        self.assertTrue(handler.match_request(req))
        return self.rendered(req, *handler.process_request(req))

    def apply(self, *changes):
        cursor.start_epoch(self.env, 'e')
        for raw in changes:
            Feed(self.env).apply(parse_change(raw), 'e')

    def grade(self, ticket, attempt=1, ident='g', **more):
        self.apply(change(attempt, 'graded', ticket, attempt,
                          learner=SUBS[LEARNER], grade=grade(ident, **more)))


class PanelTestCase(PageCase):

    def test_a_ticket_without_a_question_is_as_it_was(self):
        ticket = Ticket(self.env)
        ticket['summary'] = 'plain'
        self.assertNotIn('id="learning"',
                         self.ticket_page(LEARNER, ticket.insert()))

    def test_panel_shows_question_and_box_and_no_reference(self):
        ticket = self.ticket(question=u'What is <b>this</b>? [[BR]]')
        page = self.ticket_page(LEARNER, ticket)
        self.assertIn(u'What is &lt;b&gt;this&lt;/b&gt;? [[BR]]', page)
        self.assertIn('action="/trac.cgi/learning/answer/%d"' % ticket, page)
        self.assertIn('At most 20,000 characters', page)
        self.assertEqual(1, page.count('name="event_id"'))
        for secret in SECRETS:
            self.assertNotIn(secret, page)
        self.assertNotIn('Learning question', page)
        before, panel, after = re.split(r'(<section id="learning".*?</section>'
                                        r')', page, flags=re.DOTALL)
        self.assertIn('<div class="description">', before)
        self.assertIn('id="attachments"', after)

    def test_who_answers_reads_whether_a_model_outside_may_read_it(self):
        ticket = self.ticket()
        self.env.db_transaction(
            "UPDATE learning_question SET course='Git' WHERE ticket=%s",
            (ticket,))
        self.assertIn('it is not told who you are',
                      self.ticket_page(LEARNER, ticket))
        self.env.db_transaction(
            "INSERT INTO learning_course (subject, settings, changed) "
            "VALUES ('Git', '{\"language_models\": \"refused\"}', 1)")
        page = self.ticket_page(LEARNER, ticket)
        self.assertIn('no language model outside reads it', page)
        self.assertNotIn('it is not told who you are', page)

    def test_each_page_has_its_own_event_id(self):
        ticket = self.ticket()
        ids = {re.search(r'name="event_id" value="(.*?)"',
                         self.ticket_page(LEARNER, ticket)).group(1)
               for _ in range(3)}
        self.assertEqual(3, len(ids))

    def test_what_was_written_is_shown_as_text(self):
        ticket = self.ticket()
        self.answer(ticket, u'<script>alert(1)</script> }}} [[Image(x)]]\n b')
        page = self.ticket_page(LEARNER, ticket)
        self.assertIn(u'&lt;script&gt;alert(1)&lt;/script&gt; }}} '
                      u'[[Image(x)]]\n b</div>', page)
        self.assertIn('Received', page)
        for said in ('data-state="/trac.cgi/learning/state/%d"' % ticket,
                     'data-refresh="/trac.cgi/login/refresh"',
                     '<a href="/trac.cgi/login?next=%%2Ftrac.cgi%%2Fticket'
                     '%%2F%d">' % ticket):
            self.assertIn(said, page)

    def test_who_may_only_look_has_no_box_and_asks_for_no_news(self):
        ticket = self.ticket()
        Attempts(self.env).submit(ticket, Accounts(self.env).of_user(LEARNER),
                                  u'mine', '')
        permissions = PermissionSystem(self.env)
        permissions.revoke_permission('cognito', 'LEARNING_ANSWER')
        permissions.grant_permission(LEARNER, 'LEARNING_VIEW')
        page = self.ticket_page(LEARNER, ticket)
        self.assertIn('Your answer: Received', page)
        self.assertNotIn('data-state', page)
        self.assertNotIn('name="event_id"', page)

    def test_a_grade_is_shown_with_words_symbols_quotes_and_sources(self):
        ticket = self.ticket(learner=SUBS[LEARNER])
        self.answer(ticket, u'mine')
        self.grade(ticket, sources=[
            {'title': 'Course', 'href': 'wiki/Course#a'},
            {'title': 'Bad', 'href': 'javascript:alert(1)'},
            {'title': 'Worse', 'href': '//evil.test'}])
        page = self.ticket_page(LEARNER, ticket)
        for said in (u'67&nbsp;%', u'provisional', u'\u2713</span> There',
                     u'\u2717</span> Missing', u'>a snapshot</q>', u'Point 2',
                     u'What a commit records', u'Well said.',
                     u'<a href="/trac.cgi/wiki/Course#a" dir="auto">Course',
                     u'<span dir="auto">Bad</span>', u'>Worse</span>'):
            self.assertIn(said, page)
        self.assertNotIn('data-state', page)
        self.assertNotIn('SECRET', page)

    def test_panel_folds_earlier_attempts(self):
        ticket = self.ticket(learner=SUBS[LEARNER])
        for text in (u'first', u'second', u'third'):
            self.unheard(ticket)
            self.answer(ticket, text)
        self.assertNotIn('earlier', self.ticket_page(LEARNER, ticket).split(
            'id="learning-history"')[1].split('</section>')[0])
        self.unheard(ticket)
        self.grade(ticket, attempt=1)
        page = self.ticket_page(LEARNER, ticket)
        self.assertIn('2 earlier answers', page)
        self.assertIn('Your answer: Delayed', page)
        self.assertIn('Answer 2: Replaced', page)
        self.assertIn('Answer 1: Graded', page)
        self.assertTrue(page.index('Your answer: ') < page.index('2 earlier'))

    def test_ungradable_answer_is_said_without_its_detail(self):
        ticket = self.ticket()
        self.answer(ticket, u'mine')
        self.apply(change(1, 'ungradable', ticket, 1, learner=SUBS[LEARNER],
                          reason='secret detail'))
        page = self.ticket_page(LEARNER, ticket)
        self.assertIn('could not be graded, which is no fault of yours.',
                      page)
        self.assertNotIn('secret detail', page)

    def test_silence_is_shown_as_a_delay(self):
        ticket = self.ticket()
        self.answer(ticket, u'mine')
        self.env.db_transaction("UPDATE learning_attempt SET phase_at=%s",
                                (timestamps.now() - 301 * timestamps.SECOND,))
        self.assertIn('Your answer: Delayed',
                      self.ticket_page(LEARNER, ticket))

    def test_an_author_sees_the_way_to_the_form(self):
        ticket = self.ticket()
        page = self.ticket_page(AUTHOR, ticket)
        self.assertIn('/learning/question/%d' % ticket, page)
        self.assertNotIn('SECRET', page)

    def test_anothers_ticket_has_no_box(self):
        ticket = self.ticket(learner=SUBS[LEARNER])
        self.assertNotIn('name="event_id"', self.ticket_page(AUTHOR, ticket))

    def test_the_panel_is_under_the_box_whatever_the_description_says(self):
        ticket = self.ticket()
        model = Ticket(self.env, ticket)
        model['description'] = u'{{{#!div id=ticket\n{{{#!div\nx\n}}}\n}}}'
        model.save_changes(AUTHOR)
        page = self.ticket_page(LEARNER, ticket)
        self.assertTrue(page.index('<div class="description">') <
                        page.index('<section id="learning"') <
                        page.index('id="attachments"'))


class StateTestCase(PageCase):

    def state(self, user, ticket, tag=None):
        req = self.raw_request(user, '/learning/state/%d' % ticket, headers={
            'HTTP_IF_NONE_MATCH': tag} if tag else {})
        self.handle(StateHandler(self.env), req)
        body = self.body(req)
        return (req.status_sent[0][:3], req.headers_sent.get('ETag'),
                json.loads(body) if body else None)

    def test_state_has_a_new_etag_only_when_the_page_changes(self):
        ticket = self.ticket(learner=SUBS[LEARNER])
        self.answer(ticket, u'mine')
        status, tag, answer = self.state(LEARNER, ticket)
        self.assertEqual(('200', 'received', 'Received', False),
                         (status, answer['phase'], answer['status'],
                          answer['final']))
        self.assertIn('Your answer: Received', answer['html'])
        self.assertEqual(('304', tag, None), self.state(LEARNER, ticket, tag))
        self.grade(ticket)
        status, new, answer = self.state(LEARNER, ticket, tag)
        self.assertEqual(('200', True, 'graded'), (status, answer['final'],
                                                   answer['phase']))
        self.assertNotEqual(tag, new)
        self.assertEqual(u'not passed yet, 67\xa0%, 80\xa0% passes',
                         answer['standing']['word'])
        self.assertIn(u'67&nbsp;%', answer['html'])
        self.assertNotIn('SECRET', answer['html'])

    def test_state_of_an_answer_is_for_its_learner_alone(self):
        ticket = self.ticket(learner=SUBS[LEARNER])
        self.answer(ticket, u'mine')
        for user in (OTHER, AUTHOR, 'anonymous'):
            status, _, answer = self.state(user, ticket)
            self.assertEqual(('404', ['message']), (status, answer.keys()))
        shared = self.ticket()
        self.answer(shared, u'mine')
        self.assertNotIn('mine', self.state(OTHER, shared)[2]['html'])


class QuestionFormTestCase(PageCase):

    def setUp(self):
        super(QuestionFormTestCase, self).setUp()
        page = WikiPage(self.env, 'Course')     # the source of the form
        page.text = 'A course.'
        page.save(AUTHOR, '')

    def plain(self):
        ticket = Ticket(self.env)
        ticket['summary'] = 'new'
        return ticket.insert()

    def save(self, ticket, user=AUTHOR, **more):
        args = {'revision': '0', 'question': u'What?\r\nWhy?',
                'reference': u'Because.', 'label_0': u'Point',
                'criterion_0': u'It says so', 'weight_0': u'2',
                'criterion_2': u'And so', 'title_0': u'Course',
                'href_0': u'wiki/Course', 'learner': ''}
        args.update(more)
        return self.post(QuestionForm(self.env), user,
                         '/learning/question/%d' % ticket, **args)

    def test_saved_question_is_kept_and_published(self):
        ticket = self.plain()
        req = self.save(ticket, learner='Learner@demo.test')
        self.assertEqual(['303 See Other'], req.status_sent)
        question = Questions(self.env).get(ticket)
        self.assertEqual((1, u'What?\nWhy?', SUBS[LEARNER], AUTHOR), (
            question.revision, question.question, question.learner,
            question.author))
        rubric = [{'id': '1', 'label': 'Point', 'criterion': 'It says so',
                   'weight': 2},
                  {'id': '2', 'label': '', 'criterion': 'And so',
                   'weight': 1}]
        self.assertEqual(rubric, question.rubric)
        method, path, headers, body = self.gateway.requests[0]
        self.assertEqual(('POST', '/api/v1/questions'), (method, path))
        body = json.loads(body)
        self.assertEqual((1, rubric, SUBS[LEARNER],
                          [{'title': 'Course', 'href': 'wiki/Course'}]),
                         (body['revision'], body['rubric'], body['learner'],
                          body['sources']))
        self.assertEqual([(SUBS[AUTHOR], '["authors"]')],
                         self.rows('learner, groups', 'outbox'))

    def test_editing_counts_revisions_and_keeps_ids(self):
        ticket = self.plain()
        self.save(ticket)
        page = self.page(QuestionForm(self.env), AUTHOR,
                         '/learning/question/%d' % ticket)
        self.assertIn('name="revision" value="1"', page)
        self.assertIn('>\nWhat?\nWhy?</textarea>', page)
        self.save(ticket, revision='1', id_0='2', id_2='1', question=u'How?')
        question = Questions(self.env).get(ticket)
        self.assertEqual((2, u'How?', ['2', '1']), (
            question.revision, question.question,
            [i['id'] for i in question.rubric]))

    def test_form_over_a_newer_revision_is_refused_and_kept(self):
        ticket = self.plain()
        self.save(ticket)
        for revision in ('0', '7'):
            req = self.save(ticket, revision=revision, question=u'My words')
            self.assertEqual(['400 Bad Request'], req.status_sent)
            self.assertIn('Somebody else changed this question',
                          self.body(req))
            self.assertIn('\nMy words</textarea>', self.body(req))
        self.assertEqual(1, len(self.rows('event_id', 'outbox')))

    def test_form_that_will_not_do_is_refused_and_kept(self):
        ticket = self.plain()
        for field, value, said in (
                ('question', u' ', 'Please write the question'),
                ('question', u'x' * 5001, '5,001 characters'),
                ('question', u'a\0b', 'cannot be stored'),
                ('reference', u'', 'never see'),
                ('weight_0', u'heavy', 'the weight is a number'),
                ('weight_0', u'0', 'the weight is a number'),
                ('weight_0', u'nan', 'the weight is a number'),
                ('criterion_0', u'', 'what a good answer says for point 1'),
                ('href_0', u'javascript:alert(1)', 'begins with http'),
                ('title_0', u'', 'give the source a title'),
                ('learner', u'who@demo.test', 'has signed in here yet')):
            req = self.save(ticket, **{field: value})
            self.assertEqual(['400 Bad Request'], req.status_sent, field)
            body = self.body(req)
            self.assertIn(said, body)
            self.assertIn('>\nAnd so</textarea>', body)
            if value.strip() and u'\0' not in value:
                self.assertIn(value, body)
        req = self.save(ticket, criterion_0=u'', criterion_2=u'', label_0=u'')
        self.assertIn('at least one point', self.body(req))
        self.assertIsNone(Questions(self.env).get(ticket))

    def test_form_is_for_authors_alone(self):
        ticket = self.ticket()
        for user in (LEARNER, OTHER, OPERATOR, 'anonymous'):
            self.assertRaises(PermissionError, self.page,
                              QuestionForm(self.env), user,
                              '/learning/question/%d' % ticket)
            self.assertRaises(PermissionError, self.save, ticket, user)
        self.assertRaises(ResourceNotFound, self.page,
                          QuestionForm(self.env), AUTHOR,
                          '/learning/question/99999')

    def test_what_an_editor_typed_is_escaped(self):
        ticket = self.plain()
        self.save(ticket, question=u'</textarea><script>', label_0=u'"><b>')
        page = self.page(QuestionForm(self.env), AUTHOR,
                         '/learning/question/%d' % ticket)
        self.assertIn('&lt;/textarea&gt;&lt;script&gt;', page)
        self.assertNotIn('"><b>', page)


class ListTestCase(PageCase):

    def test_learners_see_their_own_and_shared_questions(self):
        own, anothers, shared = (self.ticket(learner=SUBS[LEARNER]),
                                 self.ticket(learner=SUBS[OTHER]),
                                 self.ticket())
        self.answer(own, u'mine')
        self.grade(own)
        page = self.page(CoursePage(self.env), LEARNER, '/learning/course')
        self.assertEqual({str(own), str(shared)},
                         set(re.findall(r'/ticket/(\d+)#learning', page)))
        self.assertIn(u'not passed yet, 67\xa0%', page)
        self.assertIn('not answered', page)
        page = self.page(QuestionList(self.env), AUTHOR,
                         '/learning/questions', audience='one')
        self.assertIn('/learning/question/%d' % anothers, page)

    def test_operators_see_what_needs_them(self):
        page = self.page(OperatePage(self.env), OPERATOR, '/learning/operate')
        self.assertIn('No answer waits too long', page)
        ticket = self.ticket(learner=SUBS[LEARNER])
        self.answer(ticket, u'first')
        self.apply(change(1, 'ungradable', ticket, 1, learner=SUBS[LEARNER],
                          reason='grader_failed'))
        self.env.db_transaction(
            "UPDATE learning_outbox SET created=1, last_error='it <said> no' "
            "WHERE echoed IS NULL")
        page = self.page(OperatePage(self.env), OPERATOR, '/learning/operate')
        for said in ('the grader failed on it', 'it &lt;said&gt; no', LEARNER,
                     'Could not be graded', '1 answer could not be graded.',
                     'learning-now-wrong'):
            self.assertIn(said, page)
        self.assertEqual(2, OperatePage(self.env).count())
        self.answer(ticket, u'second')
        self.assertEqual(1, OperatePage(self.env).count())
        self.grade(ticket, attempt=2, needs_review=True)
        self.assertEqual(1, OperatePage(self.env).count())
        page = self.page(OperatePage(self.env), OPERATOR, '/learning/operate')
        self.assertIn('1 answer is with authors.', page)
        self.assertNotIn('>#%d</a>' % ticket, page.split('<h3>')[1])
        self.assertRaises(PermissionError, self.page, OperatePage(self.env),
                          LEARNER, '/learning/operate')

    def test_the_count_stands_in_the_navigation(self):
        operate = OperatePage(self.env)
        items = list(operate.get_navigation_items(
            self.request(OPERATOR, '/wiki')))
        self.assertIn('Operate (0)', unicode(items[0][2]))
        self.assertEqual([], list(operate.get_navigation_items(
            self.request(LEARNER, '/wiki'))))


class SearchTestCase(PageCase):

    def found(self, user, words):
        req = self.request(user, '/search', q=words, noquickjump='1',
                           ticket='on')
        return SearchModule(self.env).process_request(req)[1]['results']

    def test_no_search_finds_the_reference(self):
        self.ticket()
        for user in (LEARNER, AUTHOR):
            PermissionSystem(self.env).grant_permission(user, 'SEARCH_VIEW')
            self.assertTrue(self.found(user, 'Commits'))
            for words in (REFERENCE, RUBRIC[0]['criterion']):
                self.assertFalse(self.found(user, words), words)


if __name__ == '__main__':
    unittest.main()
