# -*- coding: utf-8 -*-
"""Mails, and comments that say a grade, are in the language of who reads
them, whoever sends them.
"""

import os
import shutil
import tempfile
import time
import unittest

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from trac.util.datefmt import utc
from trac.web.session import DetachedSession

import learning
from learning import timestamps, translation
from learning.answers.attempt import new_attempt
from learning.answers.grade_change import GradeChange
from learning.answers.grade_notices import FirstGradeEvent, GradeEvent
from learning.notices import send_notice
from learning.paths.notices import PathEvent
from learning.paths.path import Path
from learning.questions.due_notices import DueEvent, DueQuestion
from learning.reviews.notices import ReviewEvent
from learning.reviews.review import ListedReview
from learning.tests.test_question_mail import MailCase
from learning.tickets.ticket_comment import comment_grade
from learning.translation import _

PO = os.path.join(os.path.dirname(learning.__file__),
                  'locale/de/LC_MESSAGES/traclearn.po')
ADA, BOB = 'ada@demo.test', 'bob@demo.test'


class LanguageCase(MailCase):

    def setUp(self):
        super(LanguageCase, self).setUp()
        self.env.path = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.env.path)
        folder = os.path.join(self.env.path, 'de', 'LC_MESSAGES')
        os.makedirs(folder)
        with open(PO, 'rb') as source:
            with open(os.path.join(folder, 'traclearn.mo'), 'wb') as compiled:
                write_mo(compiled, read_po(source, locale='de'))
        self.addCleanup(setattr, translation, 'resource_filename',
                        translation.resource_filename)
        translation.resource_filename = lambda package, path: self.env.path
        self.speak(ADA, 'de')
        self.speak(BOB, 'en_US')

    def speak(self, username, language):
        session = DetachedSession(self.env, username)
        session['language'] = language
        session.save()


class MailTestCase(LanguageCase):

    def events(self, username):
        """One of each kind."""
        now = timestamps.now()
        attempt = new_attempt(self.own, 'sub-ada', 1, 'SECRET-A', 'e')
        path = Path(**dict.fromkeys(Path._fields))
        review = ListedReview(**dict.fromkeys(ListedReview._fields))
        return (
            FirstGradeEvent(attempt._replace(score=0.8), username),
            GradeEvent(GradeChange('e', self.own, 'sub-ada', 1, 0.4, 0.6,
                                   'override', '', now), username),
            DueEvent([DueQuestion(self.own, now, 'Q')], username, utc),
            ReviewEvent([review._replace(ticket=self.own, summary='Q')],
                        username),
            PathEvent(path._replace(id='p', state='proposed', title='Q',
                                    goal='Q', document={'steps': []},
                                    changed_at=now), username))

    def said(self, username):
        before = len(self.mails())
        for event in self.events(username):
            send_notice(self.env, event)
        mails = self.mails()[before:]
        self.assertEqual([username] * 5, [mail[0] for mail in mails])
        return [(subject, text) for _who, subject, text in mails]

    def test_each_mail_is_in_its_readers_language(self):
        for words, (subject, text) in zip(
                (u'wurde bewertet: 80 %', u'hat sich geändert', u'fällig',
                 u'Eine Wiederholung ist fällig', u'Dein Pfad ist fertig'),
                self.said(ADA)):
            self.assertIn(words, subject)
            self.assertIn(words, text)
            self.assertIn(u'Welche Mails', text)
        for words, (subject, text) in zip(
                ('was graded', 'changed', 'is due', 'A review is due',
                 'Your path is ready'), self.said(BOB)):
            self.assertIn(words, subject)
            self.assertIn('Which mails you get', text)

    def test_why_there_is_no_path_is_in_its_readers_language(self):
        path = Path(**dict.fromkeys(Path._fields))._replace(
            id='p', state='unavailable', goal='Q', changed_at=1, document={
                'reason': 'not_covered', 'detail': 'ENGLISH',
                'remarks': [{'code': 'path_nothing_near'}]})
        send_notice(self.env, PathEvent(path, ADA))
        _who, _subject, text = self.mails()[-1]
        self.assertIn(u'Das lehrt das Material nicht. Das Material sagt dazu '
                      u'nichts.', u' '.join(text.split()))
        self.assertNotIn('ENGLISH', text)

    def test_who_says_nothing_is_told_in_the_sites_language(self):
        self.speak(BOB, '')
        self.env.config.set('trac', 'default_language', 'de')
        self.assertIn(u'Dein Pfad', self.said(BOB)[-1][0])

    def test_language_of_the_sender_comes_back(self):
        with translation.language_of(self.env, BOB):
            with translation.language_of(self.env, ADA):
                self.assertEqual('Antwort', _("Answer"))
            self.assertEqual('Answer', _("Answer"))
            with self.assertRaises(KeyError):
                with translation.language_of(self.env, ADA):
                    raise KeyError
            self.assertEqual('Answer', _("Answer"))

    def test_language_that_nobody_translated_is_english(self):
        self.speak(ADA, 'xx')
        self.assertIn('Your path is ready', self.said(ADA)[-1][0])


class CommentTestCase(LanguageCase):

    def comment(self, changed=None):
        """What the own ticket's history says of a grade."""
        attempt = new_attempt(self.own, 'sub-ada', 1, 'A', 'e')._replace(
            score=0.8, phase='graded')
        with self.env.db_transaction as db:
            comment_grade(self.env, db, attempt, changed)
        return self.env.db_query(
            "SELECT newvalue FROM ticket_change WHERE ticket=%s AND "
            "field='comment' ORDER BY time", (self.own,))[-1][0]

    def test_comment_of_a_grade_is_in_its_learners_language(self):
        self.assertIn(u'Deine Antwort wurde bewertet: 80 %', self.comment())
        self.assertEqual('Answer', _("Answer"))

    def test_comment_of_a_changed_grade_is_in_its_learners_language(self):
        self.assertIn(u'Deine Bewertung', self.comment(GradeChange(
            'e', self.own, 'sub-ada', 1, 0.4, 0.8, 'override', '', 0)))

    def test_who_says_nothing_reads_comments_in_the_sites_language(self):
        self.speak(ADA, '')
        self.assertIn('Your answer was graded', self.comment())
        self.env.config.set('trac', 'default_language', 'de')
        time.sleep(0.001)   # a ticket's changes differ in their time
        self.assertIn(u'Deine Antwort wurde bewertet', self.comment())


if __name__ == '__main__':
    unittest.main()
