# -*- coding: utf-8 -*-
"""A map of a path: an arrow leads from what comes first. The list beside it
says the same.
"""

from learning.concepts import chart
SHAPES = {'done': {'shape': 'box', 'peripheries': '2'},
          'review_due': {'shape': 'house', 'peripheries': '2'},
          'ready': {'shape': 'box'},
          'answered': {'shape': 'ellipse'},
          'needs_review': {'shape': 'hexagon'},
          'locked': {'shape': 'octagon', 'style': 'dashed'},
          'not_needed': {'shape': 'note', 'style': 'dotted'},
          'skipped': {'shape': 'parallelogram', 'style': 'dashed'},
          'given_up': {'shape': 'box', 'style': 'dotted'},
          'retired': {'shape': 'note'},
          'proposed': {'shape': 'box', 'style': 'rounded'},
          'added': {'shape': 'component', 'style': 'dashed'}}


def draw_path(env, steps, additions=()):
    """The map as SVG, or None.

    :param steps: as `learning.paths.view` describes them.
    :param additions: those that are proposed beside them.
    """
    return chart.draw_svg(env, lambda: path_source(steps, additions),
                          hidden=False)


def path_source(steps, additions=()):
    """The map in GraphViz's language. Titles are data there, nothing else."""
    graph = chart.graphviz.Digraph(
        graph_attr={'rankdir': 'LR', 'bgcolor': 'transparent'},
        node_attr={'fontsize': '11', 'fontname': 'sans-serif'})
    for step in steps:
        draw_step(graph, 'n%d' % step['n'], u'%d. ' % step['n'], step)
    for step in steps:
        for need in step['needs']:
            graph.edge('n%d' % need['n'], 'n%d' % step['n'])
    for number, step in enumerate(additions):
        node = 'a%d' % number
        draw_step(graph, node, u'', step)
        graph.edge(node, 'n%d' % step['before']['n'], style='dashed')
        for need in step['needs']:
            graph.edge('n%d' % need['n'], node, style='dashed')
    return graph.source


def draw_step(graph, node, number, step):
    """A step of the map, with a link to where it stands."""
    title = chart.shorten_label(' '.join(step['title'].split()))
    label = u'%s%s\n%s %s' % (number, title, step['symbol'], step['word'])
    graph.node(node, chart.graphviz.escape(label), URL=step['href'],
               tooltip=' ', **dict({'class': 'learning-step-' + step[
                   'state']}, **SHAPES[step['state']]))
