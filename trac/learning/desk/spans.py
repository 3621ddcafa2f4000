# -*- coding: utf-8 -*-
"""Where in an answer its quotes stand."""


def mark_spans(answer, quotes):
    """The answer in pieces: [(text, places)], together all of it.

    A quote is marked where it stands first; quotes may overlap.

    :param quotes: of each item of the rubric, or None.
    :return: `places` are the numbers of the quotes, from 1, in which the
        piece lies; empty outside of them.
    """
    spans = []
    for number, quote in enumerate(quotes, 1):
        begin = answer.find(quote) if quote else -1
        if begin >= 0:
            spans.append((begin, begin + len(quote), number))
    cuts = sorted({0, len(answer)}.union(*[span[:2] for span in spans]))
    return [(answer[begin:end],
             [number for first, last, number in spans
              if first <= begin and end <= last])
            for begin, end in zip(cuts, cuts[1:])]
