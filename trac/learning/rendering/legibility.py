# -*- coding: utf-8 -*-
"""Colours that people choose for their words, made legible in the light and
in the dark: the browser keeps the hue and moves the lightness where the words
would not stand out.

A browser that cannot work with colours shows the one that was chosen.
"""

import re

#: Lightness (CIE L*) up to which words stand out from white, and from which
#: they do from our dark grounds, 4.5 to 1 as WCAG asks (1.4.3). 49.9 and 59
#: would do for grey; what a screen cannot show is clipped, hence the rest.
MAX_ON_LIGHT, MIN_ON_DARK = 45, 70
#: Relative luminance between black's and white's, by what stands out from it.
MIDDLE_GROUND = 0.18

_DECLARATION = re.compile(r'(color|background(?:-color)?)\s*:\s*(.+)\Z',
                          re.I | re.S)
_COLOR = re.compile(r'(?:#[0-9a-f]{3,8}|[a-z]+|(?:rgb|hsl)a?\([\d.,%\s/]+\))'
                    r'\Z', re.I)
_HEX = re.compile(r'#((?:[0-9a-f]{3}){1,2})\b', re.I)


def make_legible(declarations):
    """Declarations of a style, with those that make its words legible."""
    more = []
    for declaration in declarations:
        found = _DECLARATION.match(declaration.strip())
        if not found:
            continue
        name, value = found.groups()
        if name.lower() != 'color':
            if is_dark(value):
                more.append('color-scheme: dark')
        elif _COLOR.match(value.strip()):
            more.append('color: light-dark(lab(from {0} min(l, {1}) a b), '
                        'lab(from {0} max(l, {2}) a b))'.format(
                            value.strip(), MAX_ON_LIGHT, MIN_ON_DARK))
    return declarations + more


def is_dark(background):
    """Do light words stand out from it better? Of a colour with a name or a
    picture it is not known: the page takes them to be light."""
    found = _HEX.search(background)
    return bool(found) and luminance_of(found.group(1)) < MIDDLE_GROUND


def luminance_of(digits):
    """Relative luminance. Source: WCAG 2.2, https://www.w3.org/TR/WCAG22/
    #dfn-relative-luminance"""
    width = len(digits) // 3
    parts = [int(digits[n * width:(n + 1) * width] * (3 - width), 16) / 255.
             for n in range(3)]
    red, green, blue = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
