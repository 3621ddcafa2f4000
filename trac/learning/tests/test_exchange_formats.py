# -*- coding: utf-8 -*-
"""Questions in files: what is written comes back, and what is wrong is said
with its place.
"""

import unittest

from learning.errors import InvalidInput
from learning.exchange.csv_file import read_csv, write_csv
from learning.exchange.formats import guess_kind, read_file
from learning.exchange.gift import read_gift
from learning.exchange.moodle_xml import read_moodle
from learning.exchange.plain_text import text_of_html
from learning.exchange.record import make_record
from learning.exchange.yaml_file import read_yaml, write_yaml

#: Texts that a format could lose: each stands in each field.
HARD = (u'plain', u'Zeile\nzwei\n\nvier', u'  spaces  ', u'=1+1', u"'=1+1",
        u"'quoted'", u"''", u'-', u'+49', u'@me', u'no', u'3', u'2026-01-31',
        u'a: b # c', u'"q", \'r\'', u'\t', u'é 漢 \U0001f600', u'null', u'~',
        u'- list\n- of two', u'trailing \nspace', u'#5', u'%', u'| block',
        u'next\x85line', u'\u2028', u'a\n\x85\nb')


def record(text, points=1, sources=1, concepts=0, further=0):
    return make_record(
        dict({name: text for name in ('course', 'question', 'reference')},
             ticket=u'http://t/ticket/1', title=text, max_attempts=u'3',
             due_at=u'2026-01-31 18:00 UTC',
             publish_at=u'2026-01-30 18:00 Europe/Berlin', place=u'12'),
        [{'id': str(n).decode('ascii'), 'label': text, 'criterion': text,
          'weight': u'2'} for n in range(points)],
        [{'title': text, 'href': u'wiki/Course'}] * sources,
        [text] * concepts, [text] * further)


class RoundTripTestCase(unittest.TestCase):

    def round_trip(self, write, read):
        records = [record(text, n % 4, n % 3, n % 5, n % 6)
                   for n, text in enumerate(HARD)] + [make_record({}, [], [])]
        found = read(write(records))
        self.assertEqual(len(records), len(found))
        for wanted, entry in zip(records, found):
            self.assertEqual((wanted, ''), (entry.record, entry.problem))

    def test_csv_read_back_loses_nothing(self):
        self.round_trip(lambda records: write_csv(
            records[:-1] + [records[-1]._replace(title=u'x')]),
            lambda content: [
                entry._replace(record=entry.record._replace(title=u''))
                if entry.record.title == u'x' else entry
                for entry in read_csv(content)])

    def test_yaml_read_back_loses_nothing(self):
        self.round_trip(write_yaml, read_yaml)

    def test_formula_in_csv_is_written_as_text(self):
        for line in write_csv([record(u'=cmd()')]).splitlines():
            for cell in line.split(','):
                self.assertFalse(cell.startswith('='), cell)

    def test_yaml_shows_lines_as_lines(self):
        self.assertIn(b'question: |-\n    one\n    two\n',
                      write_yaml([record(u'one\ntwo')]))


class CsvTestCase(unittest.TestCase):

    def test_spreadsheet_of_another_country_is_read(self):
        entry, = read_csv('\xef\xbb\xbftitle;question;point_1_criterion\r\n'
                          'T;"a\r\nb";c\r\n')
        self.assertEqual((u'T', u'a\nb', u'c', u'1'), (
            entry.record.title, entry.record.question,
            entry.record.rubric[0]['criterion'],
            entry.record.rubric[0]['weight']))

    def test_concepts_are_read_in_their_order_without_empty_cells(self):
        entry, = read_csv('question,concept_10,concept_2,concept_1\n'
                          'Q,c,a  b,\n')
        self.assertEqual([u'a b', u'c'], entry.record.concepts)

    def test_further_references_keep_their_lines_and_their_order(self):
        entry, = read_csv(
            'question,further_reference_2,further_reference_1\n'
            'Q,b,"a\n  a"\n')
        self.assertEqual([u'a\n  a', u'b'], entry.record.further_references)

    def test_file_without_its_columns_is_refused(self):
        self.assertRaises(InvalidInput, read_csv, 'a,b\n1,2\n')
        self.assertRaises(InvalidInput, read_csv, '')


class YamlTestCase(unittest.TestCase):

    def test_what_is_wrong_is_said_of_its_question_alone(self):
        bad, good, odd = read_yaml(
            'questions:\n- {question: Q, rubrik: []}\n'
            '- {question: Q, rubric: [{criterion: no}]}\n- [1]\n')
        self.assertIn('rubrik', bad.problem)
        self.assertEqual(u'no', good.record.rubric[0]['criterion'])
        self.assertIsNone(odd.record)

    def test_concepts_are_a_list_of_texts_and_not_too_many(self):
        good, one, rows, many = read_yaml(
            'questions:\n- {question: Q, concepts: [no, "a: b", " "]}\n'
            '- {question: Q, concepts: lock}\n'
            '- {question: Q, concepts: [{name: lock}]}\n'
            '- {question: Q, concepts: [%s]}\n' % ', '.join('abcdefghijk'))
        self.assertEqual([u'no', u'a: b'], good.record.concepts)
        self.assertIn('a list of texts', one.problem)
        self.assertIn('is one text', rows.problem)
        self.assertIn('at most 10 concepts', many.problem)

    def test_further_references_are_a_list_of_texts_and_not_too_many(self):
        good, one, many = read_yaml(
            'questions:\n- {question: Q, further_references: [no, " ", b]}\n'
            '- {question: Q, further_references: lock}\n'
            '- {question: Q, further_references: [a, b, c, d, e, f]}\n')
        self.assertEqual([u'no', u'b'], good.record.further_references)
        self.assertIn('a list of texts', one.problem)
        self.assertIn('at most 5 other right answers', many.problem)

    def test_bombs_objects_and_depth_are_refused(self):
        for content in ('a: &a [1]\nquestions: [*a, *a]\n',
                        'questions: !!python/object/apply:os.system [ls]\n',
                        'questions: ' + '[' * 100 + ']' * 100,
                        'questions: 3', '{', '\x01'):
            self.assertRaises(InvalidInput, read_yaml, content)


MOODLE = u'''<?xml version="1.0" encoding="UTF-8"?>
<quiz>
<question type="category"><category><text>$course$/top/Tides</text></category>
</question>
<question type="shortanswer"><name><text>Moon</text></name>
<questiontext format="html"><text><![CDATA[<p>What raises the
<b>tides</b>?</p><p>Say&nbsp;why: 1&lt;2.</p>]]></text></questiontext>
<answer fraction="50"><text>the sea</text></answer>
<answer fraction="100"><text>The moon's gravity pulls the water.</text></answer>
<answer fraction="100"><text>the moon</text></answer></question>
<question type="essay"><name><text>Essay</text></name>
<questiontext format="plain_text"><text>Why &lt;two&gt; a day?</text>
</questiontext><graderinfo format="html">
<text><![CDATA[The earth turns. <img src="x.png"/>]]></text></graderinfo>
</question>
<question type="multichoice"><name><text>M</text></name></question>
</quiz>'''


class MoodleTestCase(unittest.TestCase):

    def test_written_questions_come_in_with_course_and_proposed_points(self):
        short, essay, choice = read_moodle(MOODLE.encode('utf-8'))
        self.assertEqual(
            (u'Moon', u'Tides', u'What raises the tides?\n\n'
             u'Say why: 1<2.', u"The moon's gravity pulls the water."),
            (short.record.title, short.record.course, short.record.question,
             short.record.reference))
        self.assertEqual(u"The moon's gravity pulls the water. / the moon",
                         short.record.rubric[0]['criterion'])
        self.assertEqual((u'Why <two> a day?', u'The earth turns.'), (
            essay.record.question, essay.record.reference))
        self.assertIsNone(choice.record)
        self.assertIn('a choice among given answers', choice.problem)
        self.assertIn('M', choice.place)

    def test_what_moodle_takes_as_it_stands_keeps_its_signs(self):
        entry, = self.read_texts(u'format="html"', u'The answer?')
        self.assertEqual(
            (u'Map<K,V> in Java',) * 3,
            (entry.record.course, entry.record.title, entry.record.reference))

    def test_text_is_html_where_its_format_says_so_or_it_holds_some(self):
        for kind, said, text in (
                (u'', u'&lt;p&gt;a &lt;b&gt;c&lt;/b&gt;&lt;/p&gt;', u'a c'),
                (u'format="moodle_auto_format"',
                 u'Map&lt;K,V&gt;\nin Java', u'Map<K,V>\nin Java'),
                (u'format="moodle_auto_format"',
                 u'&lt;P class="x"&gt;a&lt;br/&gt;b', u'a\nb'),
                (u'format="plain_text"', u'&lt;p&gt;', u'<p>'),
                (u'format="html"', u'a&amp;#0;b', u'ab')):
            entry, = self.read_texts(kind, said)
            self.assertEqual(text, entry.record.question)

    def read_texts(self, kind, said):
        return read_moodle((u'''<quiz><question type="category"><category>
<text>$course$/top/Map&lt;K,V&gt; in Java</text></category></question>
<question type="shortanswer"><name><text>Map&lt;K,V&gt; in Java</text></name>
<questiontext %s><text>%s</text></questiontext>
<answer fraction="100" format="moodle_auto_format">
<text>Map&lt;K,V&gt; in Java</text></answer>
</question></quiz>''' % (kind, said)).encode('utf-8'))

    def test_share_that_is_no_number_leaves_its_question_alone_behind(self):
        bad, good = read_moodle(MOODLE.replace(
            u'fraction="50"', u'fraction="100 %"').encode('utf-8'))[:2]
        self.assertIsNone(bad.record)
        self.assertIn('100 %', bad.problem)
        self.assertEqual(u'Essay', good.record.title)

    def test_entities_and_other_documents_are_refused(self):
        for content in (
                '<!DOCTYPE q [<!ENTITY a "aa">]><quiz>&a;</quiz>',
                '<!DOCTYPE q SYSTEM "file:///etc/passwd"><quiz/>',
                '<quiz', '<html/>', ''):
            self.assertRaises(InvalidInput, read_moodle, content)


GIFT = u'''\ufeff// a comment with = and {
$CATEGORY: $course$/Tides

::Moon:: What raises the tides\\: the moon? {
  =The moon\\'s gravity pulls the water #good
  =%50%the sea}

Why two a day? {}

::Filled:: The {=moon} raises the tides.

Two and two? {#4}

Choose {=a ~b}

True? {T}

Pairs {=a -> b =c -> d}

::Broken:: {=a} and {=b}

Only a text.
'''


class GiftTestCase(unittest.TestCase):

    def test_written_questions_come_in_and_others_say_why_not(self):
        found = read_gift(GIFT.encode('utf-8'))
        moon, essay, filled = found[:3]
        self.assertEqual(
            (u'Moon', u'Tides', u'What raises the tides: the moon?',
             u"The moon\\'s gravity pulls the water"),
            (moon.record.title, moon.record.course, moon.record.question,
             moon.record.reference))
        self.assertEqual((u'Why two a day?', u'', []), (
            essay.record.question, essay.record.reference,
            essay.record.rubric))
        self.assertEqual(u'The _____ raises the tides.',
                         filled.record.question)
        self.assertEqual([None] * 6, [one.record for one in found[3:]])
        for said, entry in zip(('a number', 'a choice', 'true or false',
                                'pairs', 'braces', 'a text'), found[3:]):
            self.assertIn(said, entry.problem)
        self.assertIn('4', moon.place)

    def test_share_that_is_no_number_leaves_its_question_alone_behind(self):
        bad, good = read_gift('One? {=%1.2.3%a}\n\nTwo? {=%100%b}\n')
        self.assertIsNone(bad.record)
        self.assertIn('1.2.3', bad.problem)
        self.assertEqual(u'b', good.record.reference)

    def test_right_answers_that_a_question_cannot_take_are_said(self):
        many, long_one, few = read_gift(
            '::M:: Which? {=a =b =c =b =d =a =e =f =g =h}\n\n'
            '::L:: Which? {=a =%s =c}\n\n::F:: Which? {=a =b =a}\n'
            % ('x' * 5001))
        self.assertEqual((list(u'bcdef'), u'2 right answers are left out'), (
            many.record.further_references, many.problem.split(u':')[0]))
        self.assertEqual(([u'c'], u'1 right answer is left out'), (
            long_one.record.further_references,
            long_one.problem.split(u':')[0]))
        self.assertEqual(([u'b'], u''), (few.record.further_references,
                                         few.problem))

    def test_pictures_and_right_answers_that_stay_behind_are_both_said(self):
        entry, = read_gift('::M:: [html]<p>Which?<img src="x"></p> '
                           '{=a =b =c =d =e =f =g}\n')
        self.assertEqual(
            u'Its pictures are left out. 1 right answer is left out: beside '
            u'the first a question has at most 5, of 5,000 characters each.',
            entry.problem)

    def test_what_is_no_gift_is_refused(self):
        self.assertRaises(InvalidInput, read_gift, 'Some text.\n')
        for kind in ('gift', 'csv', 'yaml'):
            self.assertRaises(InvalidInput, read_file, 'a', '\xff', kind)


class FileTestCase(unittest.TestCase):

    def test_kind_is_known_by_name_or_by_content(self):
        for name, content, kind in (
                ('a.CSV', '', 'csv'), ('a.yml', '', 'yaml'),
                ('a.xml', '', 'moodle'), ('a.txt', '::T:: q {}', 'gift'),
                ('a', '\xef\xbb\xbf<quiz/>', 'moodle')):
            self.assertEqual(kind, guess_kind(name, content))
        self.assertRaises(InvalidInput, guess_kind, 'a.doc', 'text')

    def test_other_encodings_say_what_to_do(self):
        with self.assertRaises(InvalidInput) as raised:
            read_file('a.csv', u'question\né'.encode('latin-1'))
        self.assertIn('UTF-8', unicode(raised.exception))

    def test_html_is_read_as_plain_text(self):
        self.assertEqual(
            (u'a & b\n\n- one\n- two', 1),
            text_of_html(u'<style>p{}</style><p>a &amp; b</p><ul><li>one'
                         u'<li>two</ul><img src=x><script>x()</script>'))


if __name__ == '__main__':
    unittest.main()
