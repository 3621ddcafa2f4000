# -*- coding: utf-8 -*-
"""A grade as its learner reads it: the score in words, each point once, and
of what the grader says what neither of them does.
"""

import re

from learning.answers.grade_change import percent
from learning.answers.remarks import are_known, split_remarks
from learning.translation import _, ngettext

#: How the offline grader's prose says again what stands at a point or a
#: source, or what the page explains itself.
_SAID_ELSEWHERE = re.compile(
    r"Not found yet: |Read again: |This grade is uncertain\.")
#: The same at a point's label.
_FOUND = re.compile(u"yes, you wrote \u201c.*\u201d\\.\\Z", re.S)
_IN_PART = re.compile(u"in part, where you wrote \u201c.*?\u201d\\.\\s*", re.S)


def describe_score(score, items):
    """`2 of 3 points are there`, or how good it is where no point is known.

    :param score: 0 to 1, or None. :param items: of the grade.
    """
    if score is None:
        return ''
    if not items:
        return describe_whole(percent(score))
    verdicts = [item['verdict'] for item in items]
    met, partly = verdicts.count('yes'), verdicts.count('partly')
    if met == len(items):
        return ngettext("The point is there.", "All %(num)s points are "
                        "there.", met)
    if partly == len(items) == 1:
        return _("The point is there in part.")
    if not met and not partly:
        return ngettext("The point is not there yet.",
                        "None of the %(num)s points is there yet.",
                        len(items))
    said = _("%(met)s of %(num)s points are there.", met=met,
             num=len(items))
    if partly:
        said += u' ' + ngettext("%(num)s is there in part.",
                                "%(num)s are there in part.", partly)
    return said


def describe_whole(share):
    """A score without points, in words."""
    if share == 100:
        return _("Everything that was asked for is there.")
    if share >= 50:
        return _("A good part of it is there.")
    return _("Part of it is there.") if share else _("It is not there yet.")


def split_feedback(row):
    """(paragraph, {item id: note}) of an `Attempt`'s grade."""
    if are_known(row.remarks):
        return split_remarks(row.remarks)
    return (row.feedback, {}) if row.person else split_prose(
        row.feedback, row.items)


def split_prose(feedback, items):
    """The same of a machine's feedback that comes as English prose alone:
    from before there were remarks, or with one that is not known here.

    :param items: of the grade, each with a label.
    """
    lines, notes = [], {}
    for line in feedback.splitlines():
        found = next((item for item in items if item.get('label') and
                      line.startswith(item['label'] + ': ')), None)
        if found:
            notes[found['id']] = note_of(line[len(found['label']) + 2:])
        elif not _SAID_ELSEWHERE.match(line):
            lines.append(line)
    return u'\n'.join(lines).strip(), notes


def note_of(said):
    """What a line says beyond verdict and quote, or ''."""
    said = said.strip()
    return u'' if _FOUND.match(said) else _IN_PART.sub(u'', said)


def is_well(attempt):
    """Is there nothing to improve?"""
    return attempt.score is not None and percent(attempt.score) == 100
