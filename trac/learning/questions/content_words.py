# -*- coding: utf-8 -*-
"""The words of a text that say something, and how much of one text is in
another.

A rough measure for hints to authors, in English. The grader has its own, and
reads what is meant.
"""

import re

#: Words that build sentences, as `libs/english` has them.
STOP_WORDS = frozenset("""
a about above across again against ago all almost along already also
although always am among an and another any anybody anyone anything anyway
are aren around as at away back be became because become becomes been
before began being below beside besides between beyond both but by came can
cannot come comes could couldn did didn do does doesn doing don done down
during each either else enough especially etc even ever every everybody
everyone everything exactly except far few first for from further gave get
gets getting give given gives go goes going gone got had hadn has hasn have
haven having he hence her here hers herself him himself his how however i
if in indeed instead into is isn it its itself just keep kind know known
last later least less let like likely made mainly make makes making many
may maybe me mean means might mine more moreover most mostly much must my
myself namely neither never next no nobody none nor not nothing now of off
often oh ok okay on once one ones only onto or other others otherwise ought
our ours ourselves out over own part per perhaps please quite rather really
same say says see seem seems several shall she should shouldn simply since
so some somebody somehow someone something sometimes soon still such sure
take taken takes tell than that the their theirs them themselves then there
thereby therefore these they thing things think this those though through
thus to together too toward towards under unless until up upon us use used
uses using usually very via want was wasn way we well went were weren what
whatever when whenever where whereas wherever whether which while who whole
whom whose why will with within without won would wouldn yes yet you your
yours yourself
""".split())

_WORD = re.compile(u"[^\\W_]+(?:['\u2019][^\\W_]+)?", re.UNICODE)


def content_words(text):
    """The set of them, in lower case and without plurals."""
    words = (word.lower().replace(u'\u2019', "'").partition("'")[0]
             for word in _WORD.findall(text))
    return {singular(word) for word in words
            if len(word) > 1 and word not in STOP_WORDS}


def singular(word):
    """The S-stemmer of D. Harman, "How effective is suffixing?", JASIS 42
    (1991): it knows plurals alone; and `branches` is one of `branch`."""
    if word.endswith('ies') and not word.endswith(('eies', 'aies')):
        return word[:-3] + 'y'
    if word.endswith(('ches', 'shes', 'sses', 'xes', 'zzes')):
        return word[:-2]
    if word.endswith('es') and not word.endswith(('aes', 'ees', 'oes')):
        return word[:-1]
    if word.endswith('s') and not word.endswith(('us', 'ss')):
        return word[:-1]
    return word


def containment(part, whole):
    """Which share of the words of one text is in another: |A and B| / |A|.

    A. Broder, "On the resemblance and containment of documents", 1997. 0 for
    a text without content words.
    """
    words = content_words(part)
    return len(words & content_words(whole)) / float(len(words) or 1)


def resemblance(one, other):
    """Which share of the words of two texts both have: |A and B| / |A or B|,
    from the same paper."""
    one, other = content_words(one), content_words(other)
    return len(one & other) / float(len(one | other) or 1)
