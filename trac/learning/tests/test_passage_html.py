# -*- coding: utf-8 -*-

import unittest

from learning.rendering.passage_html import plain_words, render_passage


def render(text):
    return unicode(render_passage(text)).replace('\n', '')


class PassageHtmlTestCase(unittest.TestCase):

    def test_words_stay_what_they_are(self):
        self.assertEqual('<p>a &lt;b&gt; c</p><p>1986. A year | more</p>',
                         render('a <b> c\n\n1986. A year | more'))

    def test_code_in_backquotes_is_code_and_a_lone_backquote_is_none(self):
        self.assertEqual('<p>The <code>NULL</code> of ` it</p>',
                         render('The `NULL` of ` it'))

    def test_lines_with_bars_are_a_table_with_its_head(self):
        found = render('| rider | a \\| b |\n| --- | --- |\n| 1 | `x` |')
        self.assertIn('<th scope="col">rider</th><th scope="col">a | b</th>',
                      found)
        self.assertIn('<tbody><tr><td>1</td><td><code>x</code></td></tr>',
                      found)
        self.assertNotIn('---', found)

    def test_table_without_a_head_has_rows_alone(self):
        self.assertNotIn('<thead', render('| 1 | 2 |\n| 3 | 4 |'))

    def test_list_holds_what_is_indented_below_an_item(self):
        self.assertEqual(
            '<ul><li>one more<ol start="3"><li>a</li><li>b</li></ol></li>'
            '<li>two</li></ul>',
            render('- one\n  more\n  3. a\n  4. b\n- two').replace(
                'onemore', 'one more'))

    def test_markup_in_a_cell_or_an_item_is_text(self):
        for text in ('| <script> |\n| --- |\n| <b> |', '- <script>\n- <b>',
                     '`<script>`'):
            self.assertNotIn('<script>', render(text))
            self.assertNotIn('<b>', render(text))

    def test_many_levels_and_bars_end(self):
        deep = '\n'.join('  ' * n + '- x' for n in range(30))
        self.assertEqual(30, render(deep).count('<li>'))
        self.assertIn('<td>', render('|' * 5000 + ' |'))

    def test_words_alone_have_no_marks_of_tables_lists_and_code(self):
        self.assertEqual(
            'The x.\nrider, a | b;\n1, two;\nfirst\n3. third\na | c',
            plain_words('The `x`.\n| rider | a \\| b |\n| --- | --- |\n'
                        '| 1 | `two` |\n- first\n3. third\na | c'))


if __name__ == '__main__':
    unittest.main()
