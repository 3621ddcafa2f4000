# -*- coding: utf-8 -*-
"""The score that follows from verdicts: the share of the rubric's weight."""

#: Of a point's weight.
WORTH = {'yes': 1.0, 'partly': 0.5, 'no': 0.0}


def weights_of(rubric, items):
    """{id: weight} of graded items. One that the rubric does not have, or of
    a rubric that Trac does not know, weighs 1."""
    known = {point['id']: float(point.get('weight') or 1)
             for point in rubric}
    return {item['id']: known.get(item['id'], 1.0) for item in items}


def score_verdicts(verdicts, weights):
    """0 to 1, to four digits; None without any verdict.

    :param verdicts: {id: verdict}; what is none is left out.
    :param weights: {id: weight}.
    """
    given = {item: WORTH[verdict] for item, verdict in verdicts.items()
             if verdict in WORTH}
    total = sum(weights.get(item, 1.0) for item in given)
    if not total:
        return None
    earned = sum(worth * weights.get(item, 1.0)
                 for item, worth in given.items())
    return round(earned / total, 4)
