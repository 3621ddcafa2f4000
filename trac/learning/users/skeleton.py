# -*- coding: utf-8 -*-
"""What a name looks like, whatever characters it is made of.

After the skeletons of Unicode's UTS #39: two names with the same skeleton
cannot be told apart on a page. Case, accents, spaces, punctuation, invisible
characters and the shape of letters in other alphabets make no difference.
"""

import re
import unicodedata
from collections import namedtuple

from trac.util.text import to_unicode

from learning.users.confusables import LETTERS

#: Longer than any name; what is compared with all others stays short.
MAX_NAME_CHARS = 100

#: words: skeletons of what stands between spaces, signs and digits, digits
#: apart; letters: which of them hold letters; odd: nobody's name is like it.
Look = namedtuple('Look', 'words letters odd')

#: Letters that are blank.
_BLANK = u'\u115f\u1160\u3164\uffa0'
#: They turn the order of what is shown, also of what follows.
_TURNING = re.compile(u'[\u202a-\u202e\u2066-\u2069]')
_LATIN = re.compile(r'LATIN (?:SMALL |CAPITAL )?LETTER (?:SMALL CAPITAL )?'
                    r'([A-Z])(?: WITH .*)?\Z')
#: Beside these, a word may hold Latin letters.
_EAST_ASIAN = ('CJK', 'HIRAGANA', 'KATAKANA', 'HANGUL', 'BOPOMOFO',
               'IDEOGRAPHIC', 'KATAKANA-HIRAGANA')
#: These look alike in many typefaces.
_ALIKE = (('m', 'rn'), ('w', 'vv'), ('i', 'l'), ('1', 'l'), ('|', 'l'),
          ('0', 'o'))


def look_of(name):
    """The `Look` of a name."""
    name = to_unicode(name)
    if len(name) > MAX_NAME_CHARS:
        return Look((), (), True)
    words, kinds, alphabets = [], [], []
    last = None
    for char in unicodedata.normalize('NFKD', name):
        kind, shape = kind_of(char), shape_of(char)
        if kind is None:
            continue
        if kind and kind == last:
            words[-1] += shape
            alphabets[-1].add(alphabet_of(char))
        elif kind:
            words.append(shape)
            kinds.append(kind)
            alphabets.append({alphabet_of(char)})
        last = kind
    odd = not words or bool(_TURNING.search(name)) or \
        any(is_mixed(found) for found, kind in zip(alphabets, kinds)
            if kind == 'letter')
    return Look(tuple(merged(word) for word in words),
                tuple(n for n, kind in enumerate(kinds) if kind == 'letter'),
                odd)


def skeleton(name):
    """The whole name as one word."""
    return ''.join(look_of(name).words)


def kind_of(char):
    """'letter', 'sign' (a digit, a sign that looks like a letter), '' for
    what separates words, None for what is not seen."""
    category = unicodedata.category(char)
    if category[0] == 'L' and char not in _BLANK:
        return 'letter'
    if char in LETTERS or category[0] == 'N' or char == '|':
        return 'sign'
    if category in ('Mn', 'Me') or category[0] == 'C' or char in _BLANK:
        return None
    return 'letter' if category == 'Mc' else ''


def shape_of(char):
    """The Latin letter that a character looks like, or itself."""
    lower = char.lower()
    latin = _LATIN.match(unicodedata.name(lower, ''))
    return LETTERS.get(char) or LETTERS.get(lower) or \
        (latin.group(1).lower() if latin else lower)


def alphabet_of(char):
    """`LATIN`, `CYRILLIC`, ...: the first word of the character's name."""
    return unicodedata.name(char, '').partition(' ')[0]


def is_mixed(alphabets):
    """Do a word's letters come from alphabets that nobody mixes?"""
    others = {found for found in alphabets if found not in _EAST_ASIAN}
    return len(others) > 1 or bool(others - {'LATIN'} and
                                   len(alphabets) > 1)


def merged(word):
    """The word with one sign for letters that look alike."""
    for letter, other in _ALIKE:
        word = word.replace(letter, other)
    return word
