"""How far what can be seen moves by itself on an open page. Source: https://web.dev/articles/cls"""

OBSERVE = """
window.shifts = []; new PerformanceObserver(list => list.getEntries().forEach(e => {
  if (!e.hadRecentInput) window.shifts.push([e.value, e.sources.map(s => s.node && s.node.nodeName + '.' +
    s.node.className)]); })).observe({type: 'layout-shift', buffered: true});
"""
"""For `add_init_script`."""
POLLING, LOADING = 0.02, 0.05
"""Cumulative layout shift, a fifth and half of what is called good."""


def shifted(page):
    """What moved so far, as one figure, and which elements did."""
    found = page.evaluate("window.shifts")
    return sum(value for value, _ in found), found


def forget(page):
    """Counts from now: what loading moves is not what polling moves."""
    page.evaluate("window.shifts.length = 0")
