# -*- coding: utf-8 -*-
"""A map of a path: an arrow leads from what comes first. The list beside it
says the same.
"""

from learning.material import chart

#: Never by colour alone: a shape and a word (the colours are in paths.css).
SHAPES = {'done': {'shape': 'box', 'peripheries': '2'},
          'ready': {'shape': 'box'},
          'answered': {'shape': 'ellipse'},
          'needs_review': {'shape': 'hexagon'},
          'locked': {'shape': 'octagon', 'style': 'dashed'},
          'skipped': {'shape': 'parallelogram', 'style': 'dashed'},
          'given_up': {'shape': 'box', 'style': 'dotted'},
          'proposed': {'shape': 'box', 'style': 'rounded'}}


def draw_path(env, steps):
    """The map as SVG, or None.

    :param steps: as `learning.paths.view` describes them.
    """
    return chart.draw_svg(env, lambda: path_source(steps), hidden=False)


def path_source(steps):
    """The map in GraphViz's language. Titles are data there, nothing else."""
    escape = chart.graphviz.escape
    graph = chart.graphviz.Digraph(
        graph_attr={'rankdir': 'LR', 'bgcolor': 'transparent'},
        node_attr={'fontsize': '11', 'fontname': 'sans-serif'})
    for step in steps:
        label = u'%d. %s\n%s %s' % (
            step['n'], chart.shorten_label(' '.join(step['title'].split())),
            step['symbol'], step['word'])
        graph.node('n%d' % step['n'], escape(label), URL=step['href'],
                   tooltip=' ', **dict({'class': 'learning-step-' + step[
                       'state']}, **SHAPES[step['state']]))
    for step in steps:
        for need in step['needs']:
            graph.edge('n%d' % need['n'], 'n%d' % step['n'])
    return graph.source
