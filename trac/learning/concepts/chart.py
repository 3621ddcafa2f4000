# -*- coding: utf-8 -*-
"""A map of what needs what, drawn by GraphViz. The table beside it says the
same; where there is no GraphViz, or no Python package of that name, there is
no map.
"""

import re
import subprocess
import threading

try:
    import graphviz
except ImportError:
    graphviz = None

from trac.util.html import Markup
from trac.util.text import exception_to_unicode

#: Beyond so many a map helps nobody, and takes long to draw.
MAX_NODES = 150
TIMEOUT_S = 5
#: Characters of a concept's name on the map.
MAX_LABEL_CHARS = 40


def draw_map(env, concepts, edges):
    """The map as SVG, or None.

    :param concepts: names. :param edges: {concept, prerequisite, decision}.
    """
    edges = [e for e in edges if e['decision'] != 'removed']
    if not edges or len(edges) > MAX_NODES or len(concepts) > MAX_NODES:
        return None
    return draw_svg(env, lambda: map_source(concepts, edges))


def draw_svg(env, make_source, hidden=True):
    """What GraphViz draws, as `Markup`, or None where it cannot.

    :param make_source: makes the map in GraphViz's language.
    :param hidden: from screen readers, which read what stands beside it. A
        map with links is not: they can be reached by keyboard.
    """
    if graphviz is None:
        env.log.debug("No map without the package graphviz")
        return None
    try:
        return Markup(render_svg(make_source(), hidden))
    except (OSError, ValueError) as e:
        env.log.info("No map: %s", exception_to_unicode(e))


def map_source(concepts, edges):
    """The map in GraphViz's language. Names are data there, nothing else."""
    graph = graphviz.Digraph(
        graph_attr={'rankdir': 'LR', 'bgcolor': 'transparent'},
        node_attr={'shape': 'box', 'style': 'rounded', 'fontsize': '11',
                   'fontname': 'sans-serif'})
    used = [name for edge in edges
            for name in (edge['prerequisite'], edge['concept'])]
    nodes = {}
    for name in list(concepts) + used:
        if name not in nodes and name in used:
            nodes[name] = 'n%d' % len(nodes)
            graph.node(nodes[name], graphviz.escape(shorten_label(name)))
    for edge in edges:
        graph.edge(nodes[edge['prerequisite']], nodes[edge['concept']],
                   style='solid' if edge['decision'] else 'dashed')
    return graph.source


def shorten_label(name):
    """A name that fits into its box."""
    if len(name) <= MAX_LABEL_CHARS:
        return name
    return name[:MAX_LABEL_CHARS - 1] + u'\u2026'


def render_svg(dot, hidden=True):
    """The SVG element.

    :raises OSError: without GraphViz. :raises ValueError: when it fails.
    """
    program = subprocess.Popen(['dot', '-Tsvg'], stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    timer = threading.Timer(TIMEOUT_S, program.kill)
    timer.start()
    try:
        out, said = program.communicate(dot.encode('utf-8'))
    finally:
        timer.cancel()
    found = re.search(r'<svg .*</svg>', out.decode('utf-8'), re.DOTALL)
    if program.returncode or not found:
        raise ValueError(said.decode('utf-8', 'replace'))
    # What a screen reader would spell out stands in the table.
    svg = re.sub(r'<title>.*?</title>|<!--.*?-->', '', found.group(0),
                 flags=re.DOTALL)
    return svg.replace('<svg ', '<svg aria-hidden="true" focusable="false" ',
                       1) if hidden else svg
