# -*- coding: utf-8 -*-
"""The words of a question in what it found."""

import unittest

from learning.library.highlights import EXCERPT_CHARS, Highlights


def marked(question, text):
    return [part for part, is_word in Highlights(question).split(text)
            if is_word]


class HighlightsTestCase(unittest.TestCase):

    def test_words_are_marked_whatever_their_case_and_ending(self):
        self.assertEqual(['Transaction', 'reads', 'transactions'], marked(
            'What do transactions read?',
            'A Transaction reads what other transactions wrote.'))

    def test_part_of_another_word_is_not_marked(self):
        self.assertEqual([], marked('key row', 'A donkey is a monkeys arrow, '
                                    'no keyboard.'))

    def test_common_words_alone_mark_nothing(self):
        for question in ('what is the', '', '?!'):
            self.assertEqual([], marked(question, 'what is the ?!'))

    def test_parts_joined_are_the_text(self):
        text = u'<b>Lock\xe9</b> lock, locks'
        parts = Highlights('lock').split(text)
        self.assertEqual(text, ''.join(part for part, _ in parts))

    def test_excerpt_holds_the_first_word_and_is_short(self):
        text = 'Nothing here. ' * 60 + 'A deadlock ends. ' + 'More. ' * 90
        parts = Highlights('deadlocks').excerpt(text)
        whole = ''.join(part for part, _ in parts)
        self.assertIn(('deadlock', True), parts)
        self.assertTrue(len(whole) <= EXCERPT_CHARS + 4, whole)
        self.assertTrue(whole.startswith(u'\u2026 '))
        self.assertTrue(whole.endswith(u' \u2026'))

    def test_short_text_is_shown_whole(self):
        self.assertEqual([('Short.', False)],
                         Highlights('x').excerpt(' Short.\n'))

    def test_text_without_a_space_is_cut(self):
        whole = ''.join(part for part, _ in
                        Highlights('x').excerpt('y' * 9999))
        self.assertTrue(len(whole) <= EXCERPT_CHARS + 4)

    def test_text_covers_a_question_when_it_has_each_word(self):
        words = Highlights('vacuum of dead rows')
        self.assertTrue(words.covers('Dead row: the vacuum takes it.'))
        self.assertFalse(words.covers('The vacuum takes rows.'))
        self.assertFalse(Highlights('the').covers('the'))


if __name__ == '__main__':
    unittest.main()
